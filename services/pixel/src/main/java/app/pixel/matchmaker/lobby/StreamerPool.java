// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Every streamer, which of them are free, the best first, and which ticket has which; each change costs O(log n). */
final class StreamerPool {

    private final Map<String, PooledStreamer> byId = new HashMap<>();
    private final TreeSet<PooledStreamer> free = new TreeSet<>(MatchingPolicy.BEST_FIRST);
    /** Streamer to the ticket that has it; outlives the streamer's registration, so that reconnecting frees nothing. */
    private final Map<String, String> holders = new HashMap<>();

    Optional<PooledStreamer> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<PooledStreamer> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    Map<String, String> holders() {
        return Collections.unmodifiableMap(holders);
    }

    /** Those that may be offered, as of each one's last change. */
    int free() {
        return free.size();
    }

    Optional<PooledStreamer> bestFree() {
        return free.isEmpty() ? Optional.empty() : Optional.of(free.first());
    }

    void report(StreamerReport report, long now) {
        String id = report.streamerId();
        PooledStreamer known = byId.get(id);
        PooledStreamer newer = known == null ? PooledStreamer.reported(report, now) : known.reportedAgain(report, now);
        set(newer.heldIf(holders.containsKey(id)), now);
    }

    void set(PooledStreamer streamer, long now) {
        remove(streamer.id());
        byId.put(streamer.id(), streamer);
        if (MatchingPolicy.isFree(streamer, now)) {
            free.add(streamer);
        }
    }

    /** Means nothing when there is no such streamer. */
    void update(String id, long now, UnaryOperator<PooledStreamer> change) {
        find(id).ifPresent(known -> set(change.apply(known), now));
    }

    void remove(String id) {
        PooledStreamer former = byId.remove(id);
        if (former != null) {
            free.remove(former);
        }
    }

    boolean isHeld(String id) {
        return holders.containsKey(id);
    }

    /** The ticket has it from now on, and no other ticket gets it. */
    void hold(String id, String ticket, long now) {
        holders.put(id, ticket);
        update(id, now, known -> known.heldIf(true));
    }

    /** Means nothing when another ticket has it. */
    void release(String id, String ticket, long now) {
        if (holders.remove(id, ticket)) {
            update(id, now, known -> known.released(now));
        }
    }

    /** It failed the ticket that had it. */
    void suspect(String id, String ticket, long now) {
        holders.remove(id, ticket);
        update(id, now, known -> known.heldIf(holders.containsKey(id)).suspected(now));
    }
}
