// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.web.Report.HeldSession;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that a replica writes is read as it was meant: every kind of event, every field. */
class LobbyJsonTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(100);

    /** Records of every kind that a sealed type permits, each field with a value that no other has. */
    private static <T> List<T> everyKindOf(Class<T> sealed) throws ReflectiveOperationException {
        List<T> kinds = new ArrayList<>();
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            kinds.add(sealed.cast(made(kind)));
        }
        return kinds;
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        int number = NUMBERS.incrementAndGet();
        if (type == String.class) {
            return "text " + number + " \"käse\"";
        } else if (type == long.class) {
            return number + (1L << 40);
        } else if (type == int.class) {
            return number;
        } else if (type == boolean.class) {
            return true;
        }
        if (type == List.class) {
            return List.of(new HeldSession("s" + number, "v" + number, true));
        }
        RecordComponent[] fields = type.getRecordComponents();
        Object[] values = new Object[fields.length];
        for (int field = 0; field < fields.length; field++) {
            values[field] = made(fields[field].getType());
        }
        var constructor = type.getDeclaredConstructor(
                Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new));
        return constructor.newInstance(values);
    }

    static List<LobbyEvent> events() throws ReflectiveOperationException {
        return everyKindOf(LobbyEvent.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_event_is_read_as_it_was_written(LobbyEvent event) {
        JsonObject written = new JsonObject(LobbyJson.of(event).encode());
        assertThat(LobbyJson.event(written)).isEqualTo(event);
        for (String field : written.fieldNames()) {
            JsonObject without = written.copy();
            without.remove(field);
            assertThatThrownBy(() -> LobbyJson.event(without)).isInstanceOf(IllegalArgumentException.class);
            JsonObject another = written.copy().put(field, List.of());
            assertThatThrownBy(() -> LobbyJson.event(another)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_snapshot_of_every_kind_of_ticket_is_read_as_it_was_written() throws Exception {
        List<Ticket> tickets = new ArrayList<>();
        for (Ticket.Phase phase : everyKindOf(Ticket.Phase.class)) {
            tickets.add(new Ticket("t" + tickets.size(), "s", "v", "r", -tickets.size(), 1, phase));
        }
        PooledStreamer handedOut = (PooledStreamer) made(PooledStreamer.class);
        PooledStreamer plain = new PooledStreamer((StreamerReport) made(StreamerReport.class), false, 0, 0, null, 7);
        LobbySnapshot snapshot = new LobbySnapshot(
                1L << 41,
                1L << 43,
                30_000,
                20_000,
                9,
                tickets,
                List.of(handedOut, plain),
                Map.of("s", "t"),
                Map.of("r", 1L << 42),
                Set.of("u"),
                List.of(1L, 1L << 41));
        String written = LobbyJson.of(snapshot).encode();
        assertThat(LobbyJson.snapshot(new JsonObject(written))).isEqualTo(snapshot);
    }

    @Test
    void a_snapshot_of_a_replica_that_knew_no_waits_is_read() {
        LobbySnapshot snapshot = new LobbyState(Duration.ofSeconds(10)).snapshot();
        JsonObject older = LobbyJson.of(snapshot);
        older.remove("waitedMatches");
        assertThat(LobbyJson.snapshot(older)).isEqualTo(snapshot);
    }

    static Stream<Class<?>> kinds() {
        return Stream.of(LobbyEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void no_two_events_have_the_same_name(Class<?> kind) throws Exception {
        String name = LobbyJson.of((LobbyEvent) made(kind)).getString("event");
        assertThat(LobbyJson.event(LobbyJson.of((LobbyEvent) made(kind)))).isInstanceOf(kind);
        assertThat(name).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"event\":7}", "{\"event\":\"party\"}", "{\"event\":\"reported\",\"report\":{}}"})
    void text_that_is_no_event_is_refused(String text) {
        assertThatThrownBy(() -> LobbyJson.event(new JsonObject(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
