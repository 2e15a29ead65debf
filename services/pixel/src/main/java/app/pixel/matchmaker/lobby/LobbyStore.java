// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to Redis or Valkey, one that waits for entries of the stream and one that adds them. Good until the
 * first of them is lost.
 *
 * <p>Four keys that share a hash slot: the stream, the number of its last entry, the snapshot, and the last sequence of
 * each writer. Steps that must happen at once are a script.
 */
final class LobbyStore {

    /** The start of the stream. */
    static final String START = "0-0";

    /**
     * One event of the stream.
     *
     * @param number the entry's, counted by the store; below 0 when this is no entry of a lobby
     * @param sequence what the writer counts
     */
    record Entry(String id, long number, String writer, long sequence, String event) {

        /** When the store took it, in milliseconds. */
        long time() {
            return Long.parseLong(id.substring(0, id.indexOf('-')));
        }
    }

    /** @param state the snapshot, or null when there is none */
    record Snapshot(String id, long number, @Nullable String state) {}

    /** A writer that does not know what became of an entry says it again: the second time it is no news. */
    private static final String ADD = """
            if tonumber(redis.call('HGET', KEYS[4], ARGV[1]) or '-1') >= tonumber(ARGV[2]) then
                return 0
            end
            local number = tonumber(redis.call('GET', KEYS[2]) or '0') + 1
            redis.call('XADD', KEYS[1], '*', 'number', number, 'writer', ARGV[1], 'sequence', ARGV[2], 'event', ARGV[3])
            redis.call('SET', KEYS[2], number)
            redis.call('HSET', KEYS[4], ARGV[1], ARGV[2])
            return number
            """;

    /** Only ever moves forward, and leaves what came after the snapshot before: a reader may be that far behind. */
    private static final String TAKE_SNAPSHOT = """
            local kept = redis.call('HMGET', KEYS[3], 'number', 'id')
            local number = tonumber(ARGV[1])
            if number <= tonumber(kept[1] or '0') or number > tonumber(redis.call('GET', KEYS[2]) or '0')
                    or #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then
                return 0
            end
            redis.call('HSET', KEYS[3], 'number', ARGV[1], 'id', ARGV[2], 'state', ARGV[3])
            if kept[2] then
                redis.call('XTRIM', KEYS[1], 'MINID', kept[2])
            end
            return 1
            """;

    /** Has no effect when another replica has cleared it before. */
    private static final String CLEAR = """
            local kept = redis.call('HGET', KEYS[3], 'number') or '0'
            if tonumber(kept) ~= tonumber(ARGV[1]) then
                return 0
            end
            if ARGV[2] ~= '' and #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then
                return 0
            end
            return redis.call('DEL', unpack(KEYS))
            """;

    /** Error codes of a store that takes no events in its state (Redis: replication and cluster specification). */
    private static final Set<String> NOT_SERVING =
            Set.of("READONLY", "MASTERDOWN", "LOADING", "CLUSTERDOWN", "UNBLOCKED", "NOREPLICAS", "TRYAGAIN");

    private static final int BATCH = 1_000;
    private static final long BLOCK = 2_000;
    /** A store that is silent for this long, in milliseconds, is not there. */
    private static final long SILENCE = 8_000;

    private static final int MOST_UNANSWERED = 65_536;

    private final Redis client;
    private final RedisConnection tail;
    private final RedisConnection writer;
    private final List<String> keys;

    private LobbyStore(Redis client, RedisConnection tail, RedisConnection writer, String lobby) {
        this.client = client;
        this.tail = tail;
        this.writer = writer;
        this.keys = Stream.of("events", "number", "snapshot", "writers")
                .map(key -> "{" + lobby + "}:" + key)
                .toList();
    }

    /** @param lobby names the lobby; replicas that name the same one share it */
    static Future<LobbyStore> connect(Vertx vertx, LobbyUrl url, String lobby) {
        Redis client = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url.text())
                        .setPreferredProtocolVersion(ProtocolVersion.RESP2)
                        .setMaxWaitingHandlers(MOST_UNANSWERED)
                        .setNetClientOptions(tcp(url)));
        Future<RedisConnection> tail = client.connect();
        Future<RedisConnection> writer = client.connect();
        return soon(Future.all(tail, writer))
                .compose(both -> soon(Future.all(requireMaster(tail.result()), requireMaster(writer.result()))))
                .map(both -> new LobbyStore(client, tail.result(), writer.result(), lobby))
                .onFailure(failure -> client.close());
    }

    /** A replica of the store answers too, and takes nothing. */
    private static Future<Void> requireMaster(RedisConnection connection) {
        return connection.send(Request.cmd(Command.ROLE)).map(role -> {
            if (!role.get(0).toString().equals("master")) {
                throw new IllegalStateException("The store is a replica of another one, and takes no events.");
            }
            return null;
        });
    }

    private static NetClientOptions tcp(LobbyUrl url) {
        NetClientOptions tcp = new NetClientOptions()
                .setConnectTimeout(3_000)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        return url.isEncrypted() ? tcp.setSsl(true).setHostnameVerificationAlgorithm("HTTPS") : tcp;
    }

    /** May call more than once. */
    void onLost(Runnable handler) {
        for (RedisConnection connection : List.of(tail, writer)) {
            connection.exceptionHandler(failure -> handler.run());
            connection.endHandler(ended -> handler.run());
        }
    }

    Future<Snapshot> snapshot() {
        Request request = Request.cmd(Command.HMGET)
                .arg(keys.get(2))
                .arg("number")
                .arg("id")
                .arg("state");
        return soon(tail.send(request))
                .map(fields -> fields.get(0) == null
                        ? new Snapshot(START, 0, null)
                        : new Snapshot(
                                fields.get(1).toString(),
                                fields.get(0).toLong(),
                                fields.get(2).toString()));
    }

    /**
     * The entries after this one, in their order.
     *
     * @param waiting whether to wait a while for one when there is none
     */
    Future<List<Entry>> after(String id, boolean waiting) {
        Request request = Request.cmd(Command.XREAD).arg("COUNT").arg(BATCH);
        if (waiting) {
            request.arg("BLOCK").arg(BLOCK);
        }
        return soon(tail.send(request.arg("STREAMS").arg(keys.get(0)).arg(id))).map(LobbyStore::entries);
    }

    /** The number that the entry got, or 0 when this writer has written this or a later one before. */
    Future<Long> add(String name, long sequence, String event) {
        return soon(writer.send(script(ADD).arg(name).arg(sequence).arg(event))).map(Response::toLong);
    }

    /** Keeps the state that an entry made; false when there is a later one, or no such entry any longer. */
    Future<Boolean> snapshot(long number, String id, String state) {
        return soon(writer.send(script(TAKE_SNAPSHOT).arg(number).arg(id).arg(state)))
                .map(taken -> taken.toInteger() == 1);
    }

    /**
     * Throws everything away that follows on a snapshot, and the snapshot.
     *
     * @param number the snapshot's, 0 for none
     * @param entry an entry that must still be there, or empty
     */
    Future<Void> clear(long number, String entry) {
        return soon(tail.send(script(CLEAR).arg(number).arg(entry))).mapEmpty();
    }

    void close() {
        client.close();
    }

    /**
     * Reports whether the store refused one request, over a connection that is as good as before. A store that was
     * demoted or is loading refuses all of them, and another one may have its name by now.
     */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error && NOT_SERVING.stream().noneMatch(error::is);
    }

    private Request script(String text) {
        Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
        keys.forEach(request::arg);
        return request;
    }

    private static List<Entry> entries(@Nullable Response streams) {
        List<Entry> entries = new ArrayList<>();
        if (streams != null && streams.size() > 0) {
            streams.get(0)
                    .get(1)
                    .forEach(entry -> entries.add(entry(entry.get(0).toString(), entry.get(1))));
        }
        return entries;
    }

    private static Entry entry(String id, Response fields) {
        Map<String, String> values = new HashMap<>();
        for (int field = 0; field + 1 < fields.size(); field += 2) {
            values.put(fields.get(field).toString(), fields.get(field + 1).toString());
        }
        return new Entry(
                id,
                number(values.getOrDefault("number", "")),
                values.getOrDefault("writer", ""),
                number(values.getOrDefault("sequence", "")),
                values.getOrDefault("event", ""));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    private static <T> Future<T> soon(Future<T> answer) {
        return answer.timeout(SILENCE, TimeUnit.MILLISECONDS);
    }
}
