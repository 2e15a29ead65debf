// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** Relays that another party keeps running, at addresses that never change. */
record FixedRelays(List<Relay> relays) implements RelayAddresses {

    FixedRelays {
        relays = List.copyOf(relays);
    }

    @Override
    public Future<Void> follow(Vertx vertx, Consumer<List<RelayNode>> listener) {
        listener.accept(relays.stream()
                .distinct()
                .map(relay -> new RelayNode(relay.host(), List.of(relay), true))
                .toList());
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop(Vertx vertx) {
        return Future.succeededFuture();
    }
}
