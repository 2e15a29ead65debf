// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.util.List;

/**
 * A machine for a relay, with its external addresses. Players are sent to a {@code live} one only, where a relay takes
 * new clients. A node that is drained keeps its addresses, since the sessions on it go on, but gets no new player.
 */
record RelayNode(String name, List<Relay> relays, boolean live) {

    RelayNode {
        relays = List.copyOf(relays);
    }
}
