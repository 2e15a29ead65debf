// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streamers that are connected, by id. No two have the same id, at any time.
 *
 * <p>Ids follow Epic's format: a streamer that asks for a taken id gets a number behind it. Three things are
 * better here. An id that ends in a digit is kept unique too. A streamer that sends its own id again keeps it. A holder
 * whose connection is dead gives way, so that the returning streamer does not become "X1".
 */
final class Streamers {

    /** The name of a streamer that has not given its own, or gave an empty one. */
    static final String UNKNOWN = "UnknownStreamer";

    private static final int LONGEST_ID = 128;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final LinkedHashMap<String, Streamer> byId = new LinkedHashMap<>();
    private final Runnable changed;

    Streamers(Runnable changed) {
        this.changed = changed;
    }

    void add(Streamer streamer) {
        name(streamer, UNKNOWN);
    }

    void remove(Streamer streamer) {
        if (byId.remove(streamer.streamerId(), streamer)) {
            changed.run();
        }
    }

    /**
     * Gives a streamer the id that it asks for, or the nearest free one.
     *
     * @return done once it has its id; fails when it left meanwhile
     */
    Future<Void> claim(Streamer claimant, String requested) {
        String wanted = wanted(requested);
        Streamer holder = byId.get(wanted);
        if (holder == null || holder == claimant) {
            name(claimant, wanted);
            return Future.succeededFuture();
        }
        return holder.answers(SIGN_OF_LIFE).compose(alive -> {
            if (byId.get(claimant.streamerId()) != claimant) {
                return Future.failedFuture("The claimant left.");
            }
            if (!alive && byId.get(wanted) == holder) {
                holder.evict();
            }
            name(claimant, wanted);
            return Future.succeededFuture();
        });
    }

    /** To be called when a streamer begins or ceases to be listed. */
    void listingChanged() {
        changed.run();
    }

    @Nullable
    Streamer find(String streamerId) {
        return byId.get(streamerId);
    }

    /** The one that has been here longest, whether or not it has said its name. */
    @Nullable
    Streamer first() {
        return byId.isEmpty() ? null : byId.firstEntry().getValue();
    }

    Collection<Streamer> all() {
        return List.copyOf(byId.values());
    }

    List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /** The ids that a player is shown. */
    List<String> listedIds() {
        return byId.values().stream()
                .filter(Streamer::isStreaming)
                .map(Streamer::streamerId)
                .toList();
    }

    /** Reports whether a player who comes now finds an application. */
    boolean anyListed() {
        return byId.values().stream().anyMatch(streamer -> streamer.isStreaming() && !streamer.isSfu());
    }

    /** How many are applications, named or not. */
    long applications() {
        return byId.values().stream().filter(streamer -> !streamer.isSfu()).count();
    }

    private void name(Streamer streamer, String wanted) {
        byId.remove(streamer.streamerId(), streamer);
        String free = nearestFree(wanted, byId.keySet());
        byId.put(free, streamer);
        streamer.commit(free);
        changed.run();
    }

    static String wanted(String requested) {
        String cut = requested.length() > LONGEST_ID ? requested.substring(0, LONGEST_ID) : requested;
        return cut.isBlank() ? UNKNOWN : HtmlText.escape(cut);
    }

    static String nearestFree(String wanted, Set<String> taken) {
        String candidate = wanted;
        for (int number = 1; taken.contains(candidate); number++) {
            candidate = wanted + number;
        }
        return candidate;
    }
}
