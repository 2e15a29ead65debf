// SPDX-License-Identifier: Apache-2.0
/**
 * TURN credentials: the clients that may use our relays, the time for which they may, and the addresses of the relays.
 *
 * <p>A visitor behind a strict firewall reaches Unreal through coturn. For every player and every streamer that it
 * admits, a signalling server queries {@link TurnApi}. The answer is an {@code RTCConfiguration}, which
 * {@link IceServers} writes from the live relays and from {@link TurnCredentials}. The credentials are signed with the
 * secret that coturn knows too. No list of users is kept: the user name holds its expiry.
 *
 * <p>{@link RelayAddresses} has two sources: {@link FixedRelays}, and {@link NodeRelays}, which follows the nodes of
 * the cluster and the relays' pods on them. A relay that drains leaves the answers before it goes. {@link RelayChoice}
 * gives each client two of the relays. The {@link app.pixel.web.SecretFile} is read for every use, so secrets can be
 * rotated: two of them hold at once, and the first signs.
 */
@NullMarked
package app.pixel.turn;

import org.jspecify.annotations.NullMarked;
