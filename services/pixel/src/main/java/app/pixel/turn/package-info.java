// SPDX-License-Identifier: Apache-2.0
/**
 * TURN credentials: who may use our relays, for how long, and where the relays are.
 *
 * <p>A visitor behind a strict firewall reaches Unreal through coturn. For every player that is let in, and for every
 * streamer, its signalling server asks {@link app.pixel.turn.TurnApi}, which answers with an {@code RTCConfiguration}:
 * {@link app.pixel.turn.IceServers} writes it from the live relays and from {@link app.pixel.turn.TurnCredentials},
 * signed with the secret that coturn knows too. Nobody keeps a list of users: the user name itself says when it ends.
 *
 * <p>{@link app.pixel.turn.RelayAddresses} says where the relays are: {@link app.pixel.turn.FixedRelays}, or
 * {@link app.pixel.turn.NodeRelays}, which follows the nodes of the cluster and takes one that is being drained out of
 * the answers before it goes. {@link app.pixel.turn.SecretFile} is read for every use, so secrets can be rotated:
 * two of them hold at once, and the first signs.
 */
@NullMarked
package app.pixel.turn;

import org.jspecify.annotations.NullMarked;
