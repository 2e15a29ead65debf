// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.util.Optional;

/** Reads JSON that a peer wrote. A field that is absent or of another type is empty, and never an exception. */
public final class JsonFields {

    private JsonFields() {}

    /**
     * The object that the text holds; empty unless the text is exactly one JSON object.
     *
     * <p>Vert.x takes comments for JSON. In one, a peer could hide the brace at which a message is amended.
     */
    public static Optional<JsonObject> object(String text) {
        try (JsonParser parser = JacksonCodec.createParser(text).disable(JsonParser.Feature.ALLOW_COMMENTS)) {
            return JacksonCodec.fromParser(parser, Object.class) instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (DecodeException | IOException malformed) {
            return Optional.empty();
        }
    }

    public static Optional<String> string(JsonObject object, String field) {
        return object.getValue(field) instanceof String value ? Optional.of(value) : Optional.empty();
    }

    /** A number that a {@code double} can hold; JSON would have no word for what comes of a larger one. */
    public static Optional<Number> number(JsonObject object, String field) {
        return object.getValue(field) instanceof Number value && Double.isFinite(value.doubleValue())
                ? Optional.of(value)
                : Optional.empty();
    }

    /** Reports whether the field is {@code true}. */
    public static boolean isTrue(JsonObject object, String field) {
        return Boolean.TRUE.equals(object.getValue(field));
    }
}
