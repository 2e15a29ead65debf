// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway between visitors and streamers: accept, queue, match, hand-shake, relay.
 *
 * <p>A visitor's WebSocket comes in at {@link app.pixel.matchmaker.Matchmaker}, which names the visitor
 * ({@link app.pixel.matchmaker.SessionTokens}) and makes a {@link app.pixel.matchmaker.PlayerSession}, the owner of
 * that socket until it closes. The session enters a ticket in the {@link app.pixel.matchmaker.Lobby}. Signalling
 * servers tell {@link app.pixel.matchmaker.StreamerReports} which streamers there are and whether somebody plays
 * there. What happens in the lobby is a sequence of {@link app.pixel.matchmaker.LobbyEvent}s; applied in order to a
 * {@link app.pixel.matchmaker.LobbyState}, they yield matches: the oldest ticket with a free streamer, both of which
 * leave their pools at once, so that nothing is ever offered twice. {@link app.pixel.matchmaker.MatchingPolicy} says
 * what free means and who goes first.
 *
 * <p>A matched session opens the socket to that streamer's signalling server. A
 * {@link app.pixel.matchmaker.Handshake} introduces the two under the pool's alias, and from then on a
 * {@link app.pixel.matchmaker.Relay} passes frames both ways unread. Meanwhile
 * {@link app.pixel.matchmaker.QueueNotices} tells the others how far they have come.
 *
 * <p>Where there is one matchmaker, a {@link app.pixel.matchmaker.LocalLobby} applies events as they come. Several share a
 * {@link app.pixel.matchmaker.RedisLobby}: events go from its {@link app.pixel.matchmaker.Outbox} into a stream that
 * {@link app.pixel.matchmaker.LobbyLog} reads by way of a {@link app.pixel.matchmaker.LobbyStore};
 * {@link app.pixel.matchmaker.LobbyJson} is what they look like there, and {@link app.pixel.matchmaker.Presence} knows
 * what to tell a lobby that has forgotten somebody.
 *
 * <p>Where a flag names the stream pods, {@link app.pixel.matchmaker.DeletionCosts} hears from the links that this process
 * holds how many play in each, and makes that the pod's deletion cost in Kubernetes, so that scaling down takes idle ones
 * first. What to write when is {@link app.pixel.matchmaker.PodCost}'s, and {@link app.pixel.matchmaker.StreamPods} asks
 * the API server.
 *
 * <p>Old stacks ask for an address instead and go there by themselves ({@link app.pixel.matchmaker.StreamerAddresses});
 * operators see who plays where ({@link app.pixel.matchmaker.StreamerList}). Both are off unless a flag says so.
 */
@NullMarked
package app.pixel.matchmaker;

import org.jspecify.annotations.NullMarked;
