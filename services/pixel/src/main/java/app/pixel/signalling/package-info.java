// SPDX-License-Identifier: Apache-2.0
/**
 * The signalling server: it brings players and Unreal applications together until they talk to each other by WebRTC. It
 * speaks Epic's protocol, one JSON object a frame, as unmodified pages and engines from 4.26 on do. One server runs
 * beside every Unreal container.
 *
 * <p>{@link SignallingCommand} reads the command line into {@link SignallingOptions}. {@link SignallingServer} listens
 * on three ports, and the port alone decides what a peer is: a player, a streamer or an SFU. {@link StreamerGate} asks
 * the last two for a token where the operator wants one. {@link Arrivals} keeps a connection waiting until
 * {@link IceServersClient} knows its ICE servers. Then it is greeted with {@code config}, once.
 *
 * <p>A message, top to bottom: {@link PlayerConnection} parses text into one of the kinds of {@link FromPlayer}.
 * {@link Subscriptions} names the streamer. It gets a {@link ServerMessage} that keeps the author's text.
 * {@link StreamerConnection} sends it on, unless its {@link EngineProfile} says that this engine would hang up on it.
 * The way back is {@link FromStreamer}, and ends at the streamer's own players. An {@link SfuConnection} is both: a
 * {@link Player} to its streamer, a {@link Streamer} to its players. All three own a {@link Peer}.
 *
 * <p>A {@link Session} outlives the sockets of its player. {@link PlayerPort} reads a {@link SessionRequest}, and
 * {@link HeldSessions} judges it.
 *
 * <p>State is one {@link ConnectedPeers}. {@link Players} gives decimal ids. {@link Streamers} keeps names unique.
 * {@link Subscriptions} knows the streamer of each player. All of it lives on one event loop, without locks.
 *
 * <p>Each class refuses what its own peers may not do. Unknown types and wrong fields are ignored, and a stranger's id
 * finds no player. {@link app.pixel.web.JsonSocket} bounds what one connection can cost.
 *
 * <p>Around it: {@link MatchmakerReporter} reports every change to the matchmaker. {@link UnrealControl} lets players
 * call what the operator allows. {@link StatusApi} shows the state. {@link KnownEngines} remembers streamers that
 * turned out to be older than the server was told.
 */
@NullMarked
package app.pixel.signalling;

import org.jspecify.annotations.NullMarked;
