// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** A source of the relays' addresses: a fixed list, or the nodes of the cluster that carry a label. */
sealed interface RelayAddresses permits FixedRelays, NodeRelays {

    /**
     * Gives {@code listener} the whole list, now if it is known and again on every change, on the event loop that
     * calls this. Completes when following has begun, which needs no answer of the source.
     */
    Future<Void> follow(Vertx vertx, Consumer<List<RelayNode>> listener);

    Future<Void> stop(Vertx vertx);
}
