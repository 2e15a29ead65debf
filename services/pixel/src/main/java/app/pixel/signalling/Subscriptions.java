// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streamer of each player. A player has one streamer at most; a streamer has as many players as are allowed. */
final class Subscriptions {

    private final Streamers streamers;
    /** 0: no limit. SFUs do not count. */
    private final int maxPlayers;

    private final Map<Player, Streamer> streamerOf = new LinkedHashMap<>();
    private final Map<Streamer, Map<String, Player>> playersOf = new LinkedHashMap<>();

    Subscriptions(Streamers streamers, int maxPlayers) {
        this.streamers = streamers;
        this.maxPlayers = maxPlayers;
    }

    @Nullable
    Streamer streamerOf(Player player) {
        return streamerOf.get(player);
    }

    /** A copy, so that players may leave while it is walked. */
    List<Player> playersOf(Streamer streamer) {
        return List.copyOf(playersOf.getOrDefault(streamer, Map.of()).values());
    }

    /** The player of this id, if it is one of this streamer's own. */
    @Nullable
    Player playerOf(Streamer streamer, String playerId) {
        return playersOf.getOrDefault(streamer, Map.of()).get(playerId);
    }

    /**
     * Subscribes by name. An unknown name leaves the player where it is; a streamer that is full leaves it nowhere, as
     * Epic's server has it.
     */
    void subscribe(Player player, String streamerId) {
        Streamer streamer = streamers.find(streamerId);
        if (streamer == null || streamer == player) {
            refuse(player, "Streamer " + HtmlText.escape(streamerId) + " does not exist.");
            return;
        }
        subscribe(player, streamer);
    }

    /** Returns whether the player is subscribed now; if not, it has been told why. */
    boolean subscribe(Player player, Streamer streamer) {
        unsubscribe(player);
        if (!player.isSfu() && isFull(streamer)) {
            refuse(player, "Streamer %s is full. Max players = %d.".formatted(streamer.streamerId(), maxPlayers));
            return false;
        }
        streamerOf.put(player, streamer);
        playersOf.computeIfAbsent(streamer, first -> new LinkedHashMap<>()).put(player.playerId(), player);
        streamer.send(new ServerMessage.PlayerConnected(player.playerId(), player.isSfu()));
        return true;
    }

    void unsubscribe(Player player) {
        Streamer streamer = streamerOf.remove(player);
        if (streamer == null) {
            return;
        }
        playersOf.computeIfPresent(streamer, (same, players) -> {
            players.remove(player.playerId());
            return players.isEmpty() ? null : players;
        });
        streamer.send(new ServerMessage.PlayerDisconnected(player.playerId()));
    }

    /** Ends every subscription of a streamer that leaves or stops. */
    void dismissPlayersOf(Streamer streamer) {
        for (Player player : playersOf(streamer)) {
            unsubscribe(player);
            player.streamerLeft();
        }
    }

    private boolean isFull(Streamer streamer) {
        return maxPlayers > 0
                && playersOf(streamer).stream()
                                .filter(player -> !player.isSfu())
                                .count()
                        >= maxPlayers;
    }

    /** SFUs are told nothing, and ask again by themselves. */
    private static void refuse(Player player, String message) {
        if (!player.isSfu()) {
            player.send(new ServerMessage.SubscribeFailed(message));
        }
    }
}
