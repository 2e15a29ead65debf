// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.Future;
import java.time.Duration;

/** A source of pictures for players: an Unreal application, or an SFU that passes one on. */
sealed interface Streamer permits StreamerConnection, SfuConnection {

    /** Fit for a page: a streamer's name is escaped before it becomes its id. */
    String streamerId();

    /** Called by {@link Streamers} only, which keeps ids unique. */
    void commit(String streamerId);

    /** Reports whether players are shown it. */
    boolean isStreaming();

    boolean isSfu();

    String remoteAddress();

    void send(ServerMessage message);

    /** Reports whether its socket answers a ping within this time. */
    Future<Boolean> answers(Duration within);

    /** Cuts it off at once, for a holder of an id that does not answer. */
    void evict();
}
