// SPDX-License-Identifier: Apache-2.0
/**
 * The signalling server: it brings players and Unreal applications together until they talk to each other by WebRTC.
 * It speaks Epic's protocol, one JSON object a frame, as unmodified pages and engines from 4.26 on do; one runs beside
 * every Unreal container.
 *
 * <p>{@link app.pixel.signalling.SignallingCommand} reads the command line into
 * {@link app.pixel.signalling.SignallingOptions}. {@link app.pixel.signalling.SignallingServer} listens on three ports,
 * and the port alone decides whether somebody is a player, a streamer or an SFU. A connection waits until
 * {@link app.pixel.signalling.IceServersClient} knows its ICE servers, and is then greeted with {@code config}, once.
 *
 * <p>A message, top to bottom: {@link app.pixel.signalling.PlayerConnection} parses text into one of the kinds of
 * {@link app.pixel.signalling.FromPlayer}; what is for the streamer goes to the one that
 * {@link app.pixel.signalling.Subscriptions} names, as a {@link app.pixel.signalling.ServerMessage} that keeps the
 * author's text; {@link app.pixel.signalling.StreamerConnection} sends it on, unless its
 * {@link app.pixel.signalling.EngineProfile} says that this engine would hang up on it. The way back is
 * {@link app.pixel.signalling.FromStreamer}, and ends at the streamer's own players. An
 * {@link app.pixel.signalling.SfuConnection} is both: a {@link app.pixel.signalling.Player} to its streamer, a
 * {@link app.pixel.signalling.Streamer} to its players.
 *
 * <p>State is three registries: {@link app.pixel.signalling.Players} gives decimal ids, {@link
 * app.pixel.signalling.Streamers} keeps names unique, {@link app.pixel.signalling.Subscriptions} knows who plays on
 * which. All of it lives on one event loop, without locks. What a peer may not do is decided where it is asked: unknown
 * types and wrong fields are ignored, strangers' ids find nobody, and {@link app.pixel.web.JsonSocket} bounds what one
 * connection can cost.
 *
 * <p>Around it: {@link app.pixel.signalling.MatchmakerReporter} tells the matchmaker of every change, {@link
 * app.pixel.signalling.UnrealControl} lets players call what the operator allows, {@link
 * app.pixel.signalling.StatusApi} shows who is here, and {@link app.pixel.signalling.KnownEngines} remembers which
 * streamers turned out to be older than the server was told.
 */
@NullMarked
package app.pixel.signalling;

import org.jspecify.annotations.NullMarked;
