// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The events that a replica has recorded and not read back yet, in their order. Each is published when the store is
 * there, and again when its fate is unknown. The store knows each event of a writer by its number, and takes it once.
 */
final class Outbox {

    private static final int MOST_UNREAD = 50_000;

    private record News(LobbyEvent event, Promise<Void> acknowledged, long since) {}

    private final String writer;
    private final LobbyLog entries;
    private final long patience;
    private final Map<Long, News> unread = new LinkedHashMap<>();
    private long sequence;

    Outbox(String writer, LobbyLog entries, Duration patience) {
        this.writer = writer;
        this.entries = entries;
        this.patience = patience.toNanos();
    }

    /** Done when the event has been read back. */
    Future<Void> put(LobbyEvent event) {
        if (unread.size() >= MOST_UNREAD) {
            return Future.failedFuture("The lobby's store is away, and too many events wait for it.");
        }
        Promise<Void> acknowledged = Promise.promise();
        publish(new News(event, acknowledged, System.nanoTime()));
        return acknowledged.future();
    }

    /** An entry of this writer has been read. */
    void acknowledge(long number) {
        News news = unread.remove(number);
        if (news != null) {
            news.acknowledged().complete();
        }
    }

    void publishAgain() {
        new LinkedHashMap<>(unread).forEach((number, news) -> send(number, news.event()));
    }

    /** Says everything again, after what {@code first} puts in. */
    void publishAgainAfter(Runnable first) {
        List<News> waiting = List.copyOf(unread.values());
        unread.clear();
        first.run();
        waiting.forEach(this::publish);
    }

    /** Fails what has waited too long; false when there was no such thing. */
    boolean expire() {
        long now = System.nanoTime();
        List<Long> late = unread.entrySet().stream()
                .filter(waiting -> now - waiting.getValue().since() > patience)
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(number -> fail(number, new TimeoutException("The lobby's store did not answer in time.")));
        return !late.isEmpty();
    }

    /** The tickets and streamers that something is said about. */
    Set<String> subjects() {
        return unread.values().stream()
                .map(news -> Presence.subject(news.event()))
                .collect(Collectors.toSet());
    }

    /** Done when everything that is in now has been read back or has failed. */
    Future<Void> emptied() {
        List<Future<Void>> rest = unread.values().stream()
                .map(news -> news.acknowledged().future())
                .toList();
        return Future.join(rest).mapEmpty();
    }

    private void publish(News news) {
        unread.put(++sequence, news);
        if (entries.isCaughtUp()) {
            send(sequence, news.event());
        }
    }

    /** A store that gives out a number again has lost entries. One that refuses an event is not asked again. */
    private void send(long number, LobbyEvent event) {
        entries.add(writer, number, LobbyJson.of(event).encode())
                .onSuccess(entry -> {
                    if (entry > 0 && entry <= entries.number() && unread.containsKey(number)) {
                        entries.restart();
                    }
                })
                .onFailure(failure -> {
                    if (entries.isCaughtUp()) {
                        fail(number, failure);
                    }
                });
    }

    private void fail(long number, Throwable failure) {
        News failed = unread.remove(number);
        if (failed != null) {
            failed.acknowledged().fail(failure);
        }
    }
}
