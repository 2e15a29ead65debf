// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.FreePort;

/**
 * The address of a control plane.
 *
 * @param address of the API server, for clients, nodes and pods
 * @param port of the API server
 * @param nodes true when real nodes join beside those that kwok plays
 * @param pods addresses of the pods that kwok plays
 */
record Site(String address, int port, boolean nodes, String pods) {

    /** For a cluster without real nodes: only this machine can reach it. */
    static Site ofThisMachine(String pods) {
        return new Site("127.0.0.1", FreePort.find(), false, pods);
    }

    /** For a cluster in a network of its own, with the port that the policies allow. */
    static Site ofNodes(String address, String pods) {
        return new Site(address, 6443, true, pods);
    }
}
