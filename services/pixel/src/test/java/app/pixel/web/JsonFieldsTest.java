// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    private static final JsonObject OBJECT =
            new JsonObject().put("text", "t").put("number", 7).put("yes", true).putNull("nothing");

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "\"text\"", "{", "{}{}", "{\"a\":}", "NaN", "\u0000"})
    void text_that_is_not_one_object_is_no_object(String text) {
        assertThat(JsonFields.object(text)).isEmpty();
    }

    @Test
    void nesting_beyond_all_bounds_is_no_object() {
        assertThat(JsonFields.object("{\"a\":".repeat(100_000))).isEmpty();
        assertThat(JsonFields.object("[".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}//}", "{\"a\":1}/*}*/", "{/**/\"a\":1}", "{\"a\":1}#}"})
    void an_object_with_a_comment_is_no_object(String text) {
        assertThat(JsonFields.object(text)).isEmpty();
    }

    @Test
    void an_object_is_read_with_all_its_fields() {
        assertThat(JsonFields.object(" {\"a\":1} ")).contains(new JsonObject().put("a", 1));
    }

    @Test
    void a_field_of_the_wanted_type_is_there() {
        assertThat(JsonFields.string(OBJECT, "text")).contains("t");
        assertThat(JsonFields.number(OBJECT, "number")).contains(7);
        assertThat(JsonFields.isTrue(OBJECT, "yes")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "yes", "nothing", "absent"})
    void a_field_that_is_no_text_is_empty(String field) {
        assertThat(JsonFields.string(OBJECT, field)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "yes", "nothing", "absent"})
    void a_field_that_is_no_number_is_empty(String field) {
        assertThat(JsonFields.number(OBJECT, field)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e999999999", "NaN"})
    void a_number_beyond_all_bounds_is_empty(String number) {
        assertThat(JsonFields.object("{\"number\":" + number + "}")
                        .flatMap(object -> JsonFields.number(object, "number")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "number", "nothing", "absent"})
    void a_field_that_is_not_true_is_not_true(String field) {
        assertThat(JsonFields.isTrue(OBJECT, field)).isFalse();
    }
}
