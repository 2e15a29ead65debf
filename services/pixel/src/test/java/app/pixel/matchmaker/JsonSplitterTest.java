// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects come out as they went in, however the bytes were cut on their way. */
class JsonSplitterTest {

    private static final List<String> OBJECTS = List.of(
            "{\"type\":\"connect\",\"address\":\"käse {[\\\"}\",\"port\":3000}",
            "{}",
            "{\"a\":{\"b\":[{},{\"c\":\"\\\\\"}]}}",
            "{\"type\":\"ping\"}");

    private static final Buffer STREAM = Buffer.buffer(
            String.join("", OBJECTS.subList(0, 2)) + " \r\n\t\u0000" + String.join("\n", OBJECTS.subList(2, 4)));

    @Test
    void at_every_pair_of_cuts_the_same_objects_come_out() {
        for (int first = 0; first <= STREAM.length(); first++) {
            for (int second = first; second <= STREAM.length(); second++) {
                JsonSplitter splitter = new JsonSplitter(100);
                List<String> objects = new ArrayList<>(splitter.feed(STREAM.slice(0, first)));
                objects.addAll(splitter.feed(STREAM.slice(first, second)));
                objects.addAll(splitter.feed(STREAM.slice(second, STREAM.length())));
                assertThat(objects).as("cut at %d and %d", first, second).isEqualTo(OBJECTS);
            }
        }
    }

    @Test
    void an_object_of_the_largest_size_is_taken() {
        String largest = "{\"a\":\"" + "x".repeat(92) + "\"}";
        assertThat(new JsonSplitter(100).feed(Buffer.buffer(largest + largest))).containsExactly(largest, largest);
    }

    @Test
    void an_object_of_one_byte_more_is_refused() {
        String larger = "{\"a\":\"" + "x".repeat(93) + "\"}";
        JsonSplitter splitter = new JsonSplitter(100);
        splitter.feed(Buffer.buffer(larger.substring(0, 50)));
        assertThatThrownBy(() -> splitter.feed(Buffer.buffer(larger.substring(50))))
                .hasMessage("A message is larger than 100 bytes.");
    }

    @Test
    void an_object_without_end_is_refused_before_it_fills_the_memory() {
        JsonSplitter splitter = new JsonSplitter(100);
        splitter.feed(Buffer.buffer("{\"a\":\"" + "x".repeat(90)));
        assertThatThrownBy(() -> splitter.feed(Buffer.buffer("x".repeat(90))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "x", "}", "{}}", "{} ,{}", "\"{}\"", "\u00e4", "1"})
    void anything_but_objects_is_refused(String text) {
        assertThatThrownBy(() -> new JsonSplitter(100).feed(Buffer.buffer(text)))
                .hasMessage("Between two messages there is something else.");
    }
}
