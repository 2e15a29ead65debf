// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** Where the relays are: a fixed list, or whichever nodes of the cluster carry a label. */
sealed interface RelayAddresses permits FixedRelays, NodeRelays {

    /**
     * Tells {@code listener} the whole list, now if it is known and again on every change, on the event loop that
     * calls this. Completes when following has begun, which needs no answer of the source.
     */
    Future<Void> follow(Vertx vertx, Consumer<List<RelayNode>> listener);

    Future<Void> stop(Vertx vertx);
}
