// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    static List<Report> reports() {
        return List.of(
                new Report.Connect("10.0.0.7", 3000, true, false, OptionalInt.empty(), List.of()),
                new Report.Connect(
                        "fd00::7",
                        65_535,
                        false,
                        true,
                        OptionalInt.of(8111),
                        List.of(
                                new Report.HeldSession("s1", "v1", true),
                                new Report.HeldSession("s.2~", "v-2", false))),
                new Report.Proof("token"),
                new Report.StreamerConnected(),
                new Report.StreamerDisconnected(),
                new Report.ClientConnected(Optional.empty()),
                new Report.ClientConnected(Optional.of(new Report.Client("s1", "v1"))),
                new Report.ClientDisconnected(Optional.empty(), true),
                new Report.ClientDisconnected(Optional.empty(), false),
                new Report.ClientDisconnected(Optional.of(new Report.EndedSession("s1", SessionEnd.KICKED)), true),
                new Report.ClientHeld("s1"),
                new Report.ClientResumed("s1"),
                new Report.Ping(),
                new Report.Unknown("novelty"));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_report_reads_as_it_was_written(Report report) {
        assertThat(Report.parse(new JsonObject(report.text()))).isEqualTo(report);
    }

    @Test
    void every_kind_of_report_is_walked() {
        assertThat(reports().stream().map(Object::getClass).collect(Collectors.toSet()))
                .hasSameElementsAs(Arrays.asList(Report.class.getPermittedSubclasses()));
    }

    /** An old matchmaker hangs up on nothing here, and an old server writes nothing else. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connect|{\"type\":\"connect\",\"address\":\"a\",\"port\":1,\"ready\":true,\"playerConnected\":false}",
                "client|{\"type\":\"clientConnected\"}",
                "gone|{\"type\":\"clientDisconnected\"}",
                "ping|{\"type\":\"ping\"}"
            })
    void without_sessions_the_words_are_epics_alone(String name, String text) {
        assertThat(Report.parse(new JsonObject(text)).text()).as(name).isEqualTo(text);
    }

    @Test
    void a_proof_is_not_printed() {
        assertThat(new Report.Proof("planted-token")).hasToString("Proof");
    }

    @Test
    void a_port_may_be_text() {
        assertThat(Report.parse(new JsonObject("{\"type\":\"connect\",\"port\":\"3000\"}")))
                .isEqualTo(new Report.Connect("", 3000, false, false, OptionalInt.empty(), List.of()));
    }

    @Test
    void a_reason_of_a_newer_server_reads_as_left() {
        assertThat(Report.parse(
                        new JsonObject("{\"type\":\"clientDisconnected\",\"session\":\"s\",\"reason\":\"new\"}")))
                .isEqualTo(new Report.ClientDisconnected(
                        Optional.of(new Report.EndedSession("s", SessionEnd.LEFT)), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":7}", "{\"type\":null}", "{\"type\":[\"ping\"]}", "{\"type\":\"Ping\"}"})
    void an_unknown_message_is_unknown(String text) {
        assertThat(Report.parse(new JsonObject(text))).isInstanceOf(Report.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"connect\"}",
                "{\"type\":\"connect\",\"port\":\"http\"}",
                "{\"type\":\"connect\",\"port\":1e99}",
                "{\"type\":\"connect\",\"port\":{}}",
                "{\"type\":\"connect\",\"port\":1,\"sessions\":{}}",
                "{\"type\":\"connect\",\"port\":1,\"sessions\":[\"s\"]}",
                "{\"type\":\"connect\",\"port\":1,\"sessions\":[null]}",
                "{\"type\":\"connect\",\"port\":1,\"sessions\":[{\"id\":\"s\"}]}",
                "{\"type\":\"connect\",\"port\":1,\"sessions\":[{\"id\":\"\",\"visitor\":\"v\"}]}",
                "{\"type\":\"clientConnected\",\"session\":7,\"visitor\":\"v\"}",
                "{\"type\":\"clientConnected\",\"session\":\"s\"}",
                "{\"type\":\"clientConnected\",\"session\":\"s\",\"visitor\":\"a b\"}",
                "{\"type\":\"clientDisconnected\",\"session\":\"\\n\"}",
                "{\"type\":\"clientHeld\"}",
                "{\"type\":\"clientResumed\",\"session\":\"<b>\"}"
            })
    void a_report_that_lacks_what_it_needs_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.parse(new JsonObject(text)))
                .withMessageEndingWith(".");
    }

    @Test
    void a_name_longer_than_allowed_is_refused() {
        JsonObject held = new JsonObject().put("type", "clientHeld").put("session", "s".repeat(129));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.parse(held))
                .withMessageContaining("session");
    }
}
