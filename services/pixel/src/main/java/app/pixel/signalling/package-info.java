// SPDX-License-Identifier: Apache-2.0
/**
 * The signalling server: it brings players and Unreal applications together until they talk to each other by WebRTC.
 * It speaks Epic's protocol, one JSON object a frame, as unmodified pages and engines from 4.26 on do. One server runs
 * beside every Unreal container.
 *
 * <p>{@link app.pixel.signalling.SignallingCommand} reads the command line into
 * {@link app.pixel.signalling.SignallingOptions}. {@link app.pixel.signalling.SignallingServer} listens on three ports,
 * and the port alone decides what a peer is: a player, a streamer or an SFU.
 * {@link app.pixel.signalling.StreamerGate} asks the last two for a token where the operator wants one.
 * {@link app.pixel.signalling.Arrivals} keeps a connection waiting until
 * {@link app.pixel.signalling.IceServersClient} knows its ICE servers. Then it is greeted with {@code config}, once.
 *
 * <p>A message, top to bottom: {@link app.pixel.signalling.PlayerConnection} parses text into one of the kinds of
 * {@link app.pixel.signalling.FromPlayer}. {@link app.pixel.signalling.Subscriptions} names the streamer. It gets a
 * {@link app.pixel.signalling.ServerMessage} that keeps the author's text.
 * {@link app.pixel.signalling.StreamerConnection} sends it on, unless its {@link app.pixel.signalling.EngineProfile}
 * says that this engine would hang up on it. The way back is {@link app.pixel.signalling.FromStreamer}, and ends at the
 * streamer's own players. An {@link app.pixel.signalling.SfuConnection} is both: a
 * {@link app.pixel.signalling.Player} to its streamer, a {@link app.pixel.signalling.Streamer} to its players.
 * All three own a {@link app.pixel.signalling.Peer}.
 *
 * <p>A {@link app.pixel.signalling.Session} outlives the sockets of its player. {@link app.pixel.signalling.PlayerPort}
 * reads a {@link app.pixel.signalling.SessionRequest}, and {@link app.pixel.signalling.HeldSessions} judges it.
 *
 * <p>State is one {@link app.pixel.signalling.ConnectedPeers}. {@link app.pixel.signalling.Players} gives decimal ids.
 * {@link app.pixel.signalling.Streamers} keeps names unique. {@link app.pixel.signalling.Subscriptions} knows the
 * streamer of each player. All of it lives on one event loop, without locks.
 *
 * <p>Each class refuses what its own peers may not do. Unknown types and wrong fields are ignored, and a stranger's id
 * finds no player. {@link app.pixel.web.JsonSocket} bounds what one connection can cost.
 *
 * <p>Around it: {@link app.pixel.signalling.MatchmakerReporter} reports every change to the matchmaker.
 * {@link app.pixel.signalling.UnrealControl} lets players call what the operator allows.
 * {@link app.pixel.signalling.StatusApi} shows the state. {@link app.pixel.signalling.KnownEngines} remembers streamers
 * that turned out to be older than the server was told.
 */
@NullMarked
package app.pixel.signalling;

import org.jspecify.annotations.NullMarked;
