// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Reads JSON that a peer wrote. A field that is absent or of another type is empty, and never an exception. */
public final class JsonFields {

    private JsonFields() {}

    /** The object that the text holds; empty unless the text is exactly one JSON object. */
    public static Optional<JsonObject> object(String text) {
        try {
            return Optional.of(new JsonObject(text)).filter(object -> object.getMap() != null);
        } catch (DecodeException | ClassCastException malformed) {
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
