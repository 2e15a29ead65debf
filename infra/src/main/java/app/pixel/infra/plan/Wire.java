// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as they travel between program and engine. */
final class Wire {
    static final String SECRET_SHOWN = "[secret]";

    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";

    private Wire() {}

    /** For people: names in order, no secret. Whole numbers lose the fraction that the wire gives them. */
    static Map<String, Object> shown(Struct struct) {
        Map<String, Object> shown = new TreeMap<>();
        struct.getFieldsMap().forEach((name, value) -> {
            Object plain = shown(value);
            if (plain != null) {
                shown.put(name, plain);
            }
        });
        return shown;
    }

    private static @Nullable Object shown(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE -> isSecret(value) ? SECRET_SHOWN : shown(value.getStructValue());
            case LIST_VALUE -> {
                List<@Nullable Object> list = new ArrayList<>();
                value.getListValue().getValuesList().forEach(element -> list.add(shown(element)));
                yield list;
            }
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case NULL_VALUE, KIND_NOT_SET -> null;
        };
    }

    private static Object number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Object) (long) number : (Object) number;
    }

    /** The inputs of a resource as values to answer with, secrets still in their envelope. */
    static Map<String, Object> fields(Struct struct) {
        return new LinkedHashMap<>(struct.getFieldsMap());
    }

    static Struct struct(Map<String, Object> fields) {
        var struct = Struct.newBuilder();
        fields.forEach((name, value) -> struct.putFields(name, value(value)));
        return struct.build();
    }

    private static Value value(Object object) {
        return switch (object) {
            case Value value -> value;
            case String text -> Value.newBuilder().setStringValue(text).build();
            case Boolean flag -> Value.newBuilder().setBoolValue(flag).build();
            case Number number ->
                Value.newBuilder().setNumberValue(number.doubleValue()).build();
            case List<?> list -> {
                var values = ListValue.newBuilder();
                list.forEach(element -> values.addValues(value(element)));
                yield Value.newBuilder().setListValue(values).build();
            }
            case Map<?, ?> map -> {
                var fields = Struct.newBuilder();
                map.forEach((name, element) -> fields.putFields(String.valueOf(name), value(element)));
                yield Value.newBuilder().setStructValue(fields).build();
            }
            default -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        };
    }

    private static boolean isSecret(Value value) {
        var envelope = value.getStructValue().getFieldsMap();
        return envelope.containsKey(SIGNATURE)
                && SECRET.equals(envelope.get(SIGNATURE).getStringValue());
    }
}
