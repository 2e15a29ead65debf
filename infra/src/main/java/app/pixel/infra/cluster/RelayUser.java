// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

/** The user that relays run as. No other process on a TURN node has it, so the node's rules know relays by it. */
public final class RelayUser {
    public static final int ID = 34_780;

    private RelayUser() {}
}
