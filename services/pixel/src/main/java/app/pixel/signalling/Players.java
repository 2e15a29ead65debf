// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The players that are connected, SFUs among them, by id. */
final class Players {

    /** As old servers number them; engines read "101" both as text and as a number. 0 stands for no player. */
    private int nextId = 101;

    private final Map<String, Player> byId = new LinkedHashMap<>();
    private final Consumer<Report> visitorChanged;
    private final BooleanSupplier lastLeft;

    /**
     * @param visitorChanged takes the report of a visitor who came or left
     * @param lastLeft is asked when no visitor is left; the answer tells whether the next one may come
     */
    Players(Consumer<Report> visitorChanged, BooleanSupplier lastLeft) {
        this.visitorChanged = visitorChanged;
        this.lastLeft = lastLeft;
    }

    String newId() {
        return String.valueOf(nextId++);
    }

    void add(Player player) {
        byId.put(player.playerId(), player);
        if (!player.isSfu()) {
            visitorChanged.accept(new Report.ClientConnected(player.reported()));
        }
    }

    /** @param reason why the session ended, where the player had one */
    void remove(Player player, SessionEnd reason) {
        if (byId.remove(player.playerId(), player) && !player.isSfu()) {
            boolean ready = visitors() > 0 || lastLeft.getAsBoolean();
            visitorChanged.accept(new Report.ClientDisconnected(
                    player.reported().map(client -> new Report.EndedSession(client.session(), reason)), ready));
        }
    }

    /** One session goes on by another player: no visitor comes or leaves. */
    void replace(Player before, Player after) {
        byId.remove(before.playerId(), before);
        byId.put(after.playerId(), after);
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
