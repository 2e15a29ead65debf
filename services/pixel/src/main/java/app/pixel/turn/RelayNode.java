// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.util.List;

/**
 * A machine that runs a relay: its external addresses, and whether players may be sent there. A node that is being
 * drained keeps its addresses, since the sessions on it go on, but gets nobody new.
 */
record RelayNode(String name, List<Relay> relays, boolean live) {

    RelayNode {
        relays = List.copyOf(relays);
    }
}
