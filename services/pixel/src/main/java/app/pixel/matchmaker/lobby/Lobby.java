// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Tickets, streamers and sessions: the state that replicas of the matchmaker share, and all that they share.
 *
 * <p>Changes are recorded, and take effect in one order on every replica. Reading looks at this replica's copy, which
 * may be a moment old. Confined to the event loop of the matchmaker that opened it.
 */
public interface Lobby {

    /**
     * Starts taking part.
     *
     * @param onMatch called for each match of a ticket that this replica entered
     * @param onQueueChange called after the position of a ticket may have changed
     */
    Future<Void> open(Consumer<Match> onMatch, Runnable onQueueChange);

    /**
     * Completes when the event has taken effect here. By then {@code onMatch} has been called for the matches that it
     * made possible. A ticket that enters and is not matched by then has to wait.
     */
    Future<Void> record(LobbyEvent event);

    LobbyState state();

    /** Reports whether events take effect now; false while a shared store is away. */
    boolean isOpen();

    /** Names this process among the replicas. */
    String replica();

    Future<Void> close();
}
