// SPDX-License-Identifier: Apache-2.0
/**
 * The state that replicas of the matchmaker share: tickets, streamers, and which ticket has which streamer.
 *
 * <p>A {@link Lobby} records {@link LobbyEvent}s. Applied in one order to a {@link LobbyState}, they yield a
 * {@link Match} whenever a ticket waits and a streamer is free. Both leave their pools at once, so that no streamer is
 * offered twice. {@link Matching} makes the offers. {@link MatchingPolicy} decides which streamers are free and which
 * one goes first.
 *
 * <p>A single matchmaker has a {@link LocalLobby}, which applies events as they come. Several matchmakers share a
 * {@link RedisLobby}. Its {@link Outbox} publishes events into a stream, which {@link LobbyLog} reads by way of a
 * {@link LobbyStore}; {@link LobbyJson} is their format there. After an outage, {@link Presence} corrects the lobby:
 * it knows which visitors and streamers are connected to this replica.
 */
@NullMarked
package app.pixel.matchmaker.lobby;

import org.jspecify.annotations.NullMarked;
