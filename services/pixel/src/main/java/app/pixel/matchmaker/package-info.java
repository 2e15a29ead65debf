// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway between visitors and streamers: accept, queue, match, hand-shake, relay.
 *
 * <p>A visitor's WebSocket comes in at the {@link VisitorPort}, which names the visitor ({@link SessionTokens}). The
 * {@link Matchmaker} makes a {@link PlayerSession} of it. The session owns that socket until it closes, and enters a
 * ticket in the {@link app.pixel.matchmaker.lobby.Lobby}. Signalling servers report to {@link StreamerReports} which
 * streamers there are and how many play there. The lobby offers the oldest ticket a free streamer.
 *
 * <p>An {@link Offer} opens the socket to that streamer's signalling server. A {@link Handshake} introduces the two
 * under the pool's alias. From then on a {@link FramePipe} passes frames both ways unread. Meanwhile
 * {@link QueueNotices} tells the other visitors how far they have come.
 *
 * <p>A visitor on a streamer is a session, and outlives its socket while a lease runs. {@link PageLoss} decides the
 * consequences of a lost socket. A page that kept its peer connection resumes its session: a {@link Resumption} asks
 * the streamer's signalling server. A page that starts anew gets the same streamer from the lobby. {@link OtherTabs}
 * decides which of two tabs plays.
 *
 * <p>{@link app.pixel.matchmaker.cost.DeletionCosts} hears the reports as well when a flag names the stream pods.
 *
 * <p>Old stacks ask for an address instead and go there by themselves ({@link StreamerAddresses}). Operators see who
 * plays where ({@link OperatorList}). Both are off unless a flag turns them on.
 */
@NullMarked
package app.pixel.matchmaker;

import org.jspecify.annotations.NullMarked;
