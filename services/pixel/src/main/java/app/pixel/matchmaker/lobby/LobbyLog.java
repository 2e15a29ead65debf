// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.LobbyStore.Entry;
import app.pixel.web.Backoff;
import app.pixel.web.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the one order of everything that happens, for as long as it lives, over as many connections as that takes.
 *
 * <p>Entries are numbered without gaps. A reader takes number n + 1 after n and nothing else. Any other number means
 * that entries were trimmed away or that the store has lost some; then reading starts anew from the snapshot. So two
 * replicas that stand at the same number have seen the same. Confined to the event loop that opened it.
 */
final class LobbyLog {

    /** Makes a state of the entries. */
    interface Reader {

        /** The entries from now on come after this snapshot, or after nothing. Fails when this is no snapshot. */
        Future<Void> restart(@Nullable String snapshot);

        void read(Entry entry);

        /** Everything there was has been read, and entries can be added. */
        void caughtUp();
    }

    private static final Logger log = LoggerFactory.getLogger(LobbyLog.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));

    private final Vertx vertx;
    private final LobbyUrl url;
    private final String lobby;
    private final Reader reader;

    private @Nullable LobbyStore store;
    private int failures;
    private boolean started;
    private boolean caughtUp;
    private boolean closed;
    private String id = LobbyStore.START;
    private long number;
    /** The number of the snapshot that reading started from last. */
    private long restartedAt;
    /** All entries since that snapshot are being read, without a break so far. */
    private boolean replaying;

    LobbyLog(Vertx vertx, LobbyUrl url, String lobby, Reader reader) {
        this.vertx = vertx;
        this.url = url;
        this.lobby = lobby;
        this.reader = reader;
    }

    void open() {
        if (!closed) {
            LobbyStore.connect(vertx, url, lobby).onSuccess(this::connected).onFailure(this::retry);
        }
    }

    /** Reports whether all entries have been read, and more can be added. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** The number of the entry that was read last. */
    long number() {
        return number;
    }

    /**
     * Adds an entry, which gets this number, or 0 when it was added before. It has happened when it is read, and not
     * before.
     */
    Future<Long> add(String writer, long sequence, String event) {
        LobbyStore current = store;
        if (current == null) {
            return Future.failedFuture("There is no connection to the lobby's store.");
        }
        return current.add(writer, sequence, event).onFailure(failure -> {
            if (!LobbyStore.isRefusal(failure)) {
                lose(current, failure);
            }
        });
    }

    /**
     * Keeps a state for replicas that come later.
     *
     * @param entry the entry that made it
     */
    Future<Boolean> snapshot(Entry entry, String state) {
        LobbyStore current = store;
        if (current == null) {
            return Future.succeededFuture(false);
        }
        return current.snapshot(entry.number(), entry.id(), state)
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("the store did not take a snapshot of the lobby"));
    }

    /** Reads everything again, from the snapshot on. */
    void restart() {
        LobbyStore current = store;
        if (current != null) {
            started = false;
            lose(current, new IllegalStateException("it has lost entries"));
        }
    }

    void close() {
        closed = true;
        caughtUp = false;
        LobbyStore current = store;
        store = null;
        if (current != null) {
            current.close();
        }
    }

    private void connected(LobbyStore made) {
        if (closed) {
            made.close();
            return;
        }
        store = made;
        made.onLost(() -> lose(made, new IllegalStateException("it closed the connection")));
        (started ? Future.<Void>succeededFuture() : load(made))
                .onSuccess(loaded -> readOn(made))
                .onFailure(failure -> lose(made, failure));
    }

    private Future<Void> load(LobbyStore from) {
        caughtUp = false;
        return from.snapshot()
                .compose(snapshot -> reader.restart(snapshot.state())
                        .map(snapshot)
                        .recover(unreadable -> {
                            log.atError()
                                    .setCause(unreadable)
                                    .log("the lobby's snapshot makes no sense and is thrown away");
                            return from.clear(snapshot.number(), "")
                                    .compose(cleared -> Future.failedFuture(unreadable));
                        }))
                .onSuccess(this::replayFrom)
                .mapEmpty();
    }

    private void replayFrom(LobbyStore.Snapshot snapshot) {
        id = snapshot.id();
        number = snapshot.number();
        restartedAt = number;
        replaying = true;
        started = true;
    }

    private void readOn(LobbyStore from) {
        from.after(id, caughtUp)
                .compose(entries -> from.equals(store) ? take(from, entries) : Future.succeededFuture())
                .onSuccess(taken -> {
                    if (from.equals(store)) {
                        readOn(from);
                    }
                })
                .onFailure(failure -> lose(from, failure));
    }

    private Future<Void> take(LobbyStore from, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.number() < 0) {
                log.atWarn().addKeyValue("entry", entry.id()).log("skipped what is no entry of a lobby");
            } else if (entry.number() == number + 1) {
                number++;
            } else {
                return fillGap(from, entry);
            }
            id = entry.id();
            if (entry.number() > 0) {
                reader.read(entry);
            }
        }
        if (entries.isEmpty() && !caughtUp) {
            caughtUp = true;
            replaying = false;
            failures = 0;
            log.atInfo().addKeyValue("store", url).addKeyValue("number", number).log("the shared lobby is open");
            reader.caughtUp();
        }
        return Future.succeededFuture();
    }

    /** An entry that is missing between the snapshot and the end is missing for every replica. */
    private Future<Void> fillGap(LobbyStore from, Entry entry) {
        log.atWarn()
                .addKeyValue("number", entry.number())
                .addKeyValue("expected", number + 1)
                .log("entries of the lobby are missing, starting from its snapshot");
        return (replaying ? from.clear(restartedAt, entry.id()) : Future.<Void>succeededFuture())
                .compose(cleared -> load(from));
    }

    private void lose(LobbyStore lost, Throwable failure) {
        if (lost.equals(store)) {
            store = null;
            caughtUp = false;
            replaying = false;
            lost.close();
            retry(failure);
        }
    }

    private void retry(Throwable failure) {
        if (closed) {
            return;
        }
        log.atWarn()
                .addKeyValue("store", url)
                .addKeyValue("reason", Failures.rootCause(failure))
                .log("the lobby's store is out of reach, trying again");
        failures++;
        vertx.setTimer(BACKOFF.spread(failures).toMillis(), timer -> open());
    }
}
