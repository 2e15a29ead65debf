// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.JsonFields;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message as it came in: the text, to pass on byte for byte, and its fields, to look at. No field can be trusted to
 * be there or to have its type.
 */
record Received(String type, JsonObject fields, String text) {

    /** Null unless the text is one JSON object with a type. */
    static @Nullable Received parse(String text) {
        return JsonFields.object(text)
                .flatMap(fields -> JsonFields.string(fields, "type").map(type -> new Received(type, fields, text)))
                .orElse(null);
    }

    /** A field that must be text. */
    Optional<String> string(String field) {
        return JsonFields.string(fields, field);
    }

    /** A field that must be a number. */
    Optional<Number> number(String field) {
        return JsonFields.number(fields, field);
    }

    /** A player's id, which engines up to 5.0 write as a number. */
    Optional<String> playerId() {
        return switch (fields.getValue("playerId")) {
            case String id when !id.isEmpty() -> Optional.of(id);
            case Number id -> Optional.of(String.valueOf(id.longValue()));
            case null, default -> Optional.empty();
        };
    }

    /** The text with this field set. All else stays as its author wrote it, unless the field was there already. */
    String with(String field, Object value) {
        if (fields.containsKey(field)) {
            return fields.copy().put(field, value).encode();
        }
        return text.substring(0, text.lastIndexOf('}')) + ",\"" + field + "\":" + Json.encode(value) + "}";
    }

    /** As {@link #with}, as a message. */
    Received withField(String field, Object value) {
        return new Received(type, fields.copy().put(field, value), with(field, value));
    }

    String withoutPlayerId() {
        if (!fields.containsKey("playerId")) {
            return text;
        }
        JsonObject rest = fields.copy();
        rest.remove("playerId");
        return rest.encode();
    }

    /** Leaves the contents out: they hold session descriptions and candidates. */
    @Override
    public String toString() {
        return type;
    }
}
