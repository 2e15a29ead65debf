// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The players that are connected, SFUs among them, by id. */
final class Players {

    /** As old servers number them; engines read "101" both as text and as a number, and 0 stands for nobody. */
    private int nextId = 101;

    private final Map<String, Player> byId = new LinkedHashMap<>();
    private final Runnable visitorCame;
    private final Runnable visitorLeft;

    Players(Runnable visitorCame, Runnable visitorLeft) {
        this.visitorCame = visitorCame;
        this.visitorLeft = visitorLeft;
    }

    String newId() {
        return String.valueOf(nextId++);
    }

    void add(Player player) {
        byId.put(player.playerId(), player);
        if (!player.isSfu()) {
            visitorCame.run();
        }
    }

    void remove(Player player) {
        if (byId.remove(player.playerId(), player) && !player.isSfu()) {
            visitorLeft.run();
        }
    }

    @Nullable
    Player find(String playerId) {
        return byId.get(playerId);
    }

    /** A copy, so that players may leave while it is walked. */
    Collection<Player> all() {
        return List.copyOf(byId.values());
    }

    /** How many are visitors. */
    long visitors() {
        return byId.values().stream().filter(player -> !player.isSfu()).count();
    }
}
