// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import org.junit.jupiter.api.Test;

class PlainJsonTest {

    @Test
    void vertx_handles_json_without_the_object_mapper() {
        assertThat(Json.CODEC).isExactlyInstanceOf(JacksonCodec.class);
        assertThat(new JsonObject("{\"a\":[1,{\"b\":null}]}").encode()).isEqualTo("{\"a\":[1,{\"b\":null}]}");
    }
}
