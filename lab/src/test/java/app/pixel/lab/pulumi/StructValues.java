// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as they travel between the engine and a provider. */
final class StructValues {

    /** Stands in a preview for what only the cloud will know. */
    static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";

    private StructValues() {}

    /** Secrets without their envelopes, whole numbers whole, nothing null. */
    static Map<String, Object> plain(Struct struct) {
        var plain = new LinkedHashMap<String, Object>();
        struct.getFieldsMap().forEach((name, value) -> {
            if (!value.hasNullValue()) {
                plain.put(name, plain(value));
            }
        });
        return plain;
    }

    private static Object plain(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE ->
                isSecret(value)
                        ? plain(value.getStructValue().getFieldsOrThrow("value"))
                        : plain(value.getStructValue());
            case LIST_VALUE -> {
                var list = new ArrayList<Object>();
                value.getListValue().getValuesList().stream()
                        .filter(element -> !element.hasNullValue())
                        .forEach(element -> list.add(plain(element)));
                yield list;
            }
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case NULL_VALUE, KIND_NOT_SET -> "";
        };
    }

    private static Object number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Object) (long) number : (Object) number;
    }

    /** The names at the top that are secret, wholly or in part. */
    static Set<String> secrets(Struct struct) {
        return struct.getFieldsMap().entrySet().stream()
                .filter(field -> holdsSecret(field.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean holdsSecret(Value value) {
        return isSecret(value)
                || value.getStructValue().getFieldsMap().values().stream().anyMatch(StructValues::holdsSecret)
                || value.getListValue().getValuesList().stream().anyMatch(StructValues::holdsSecret);
    }

    private static boolean isSecret(Value value) {
        Value signature = value.getStructValue().getFieldsMap().get(SIGNATURE);
        return signature != null && SECRET.equals(signature.getStringValue());
    }

    /** The other way; what is named is put into the envelope of secrets. */
    static Struct struct(Map<?, ?> plain, Set<String> secrets) {
        var struct = Struct.newBuilder();
        plain.forEach((name, element) -> {
            String key = String.valueOf(name);
            struct.putFields(key, secrets.contains(key) ? secret(value(element)) : value(element));
        });
        return struct.build();
    }

    static Struct struct(Map<?, ?> plain) {
        return struct(plain, Set.of());
    }

    private static Value secret(Value value) {
        Struct envelope = Struct.newBuilder()
                .putFields(SIGNATURE, value(SECRET))
                .putFields("value", value)
                .build();
        return Value.newBuilder().setStructValue(envelope).build();
    }

    private static Value value(@Nullable Object object) {
        var value = Value.newBuilder();
        switch (object) {
            case null -> value.setNullValue(NullValue.NULL_VALUE);
            case String text -> value.setStringValue(text);
            case Boolean flag -> value.setBoolValue(flag);
            case Number number -> value.setNumberValue(number.doubleValue());
            case Map<?, ?> map -> value.setStructValue(struct(map));
            case List<?> list ->
                value.setListValue(ListValue.newBuilder()
                        .addAllValues(list.stream().map(StructValues::value).toList()));
            default -> throw new IllegalArgumentException("no value on the wire: " + object);
        }
        return value.build();
    }
}
