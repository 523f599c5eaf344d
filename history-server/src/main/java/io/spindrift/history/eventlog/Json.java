package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields that may be absent, null or of another type than expected.
final class Json {
    private Json() {}

    static String text(JsonNode object, String name) {
        String value = textOrNull(object, name);
        return value == null ? "" : value;
    }

    static @Nullable String textOrNull(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || !value.isValueNode() || value.isNull() ? null : value.asText();
    }

    /// SQL metrics are numbers written as text.
    static long number(JsonNode object, String name) {
        return object.path(name).asLong();
    }

    static int integer(JsonNode object, String name, int absent) {
        return object.path(name).asInt(absent);
    }

    static @Nullable Integer integerOrNull(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || !value.canConvertToInt() ? null : Integer.valueOf(value.asInt());
    }

    static List<Integer> integers(JsonNode list) {
        List<Integer> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(value.asInt()));
        return values;
    }

    static List<String> strings(JsonNode list) {
        List<String> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(value.asText()));
        return values;
    }

    /// An object's plain values; some lists of pairs, as Spark writes its properties, too.
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (each.getValue().isValueNode()) {
                values.put(each.getKey(), each.getValue().asText());
            }
        }
        for (JsonNode pair : object.isArray() ? object : List.<JsonNode>of()) {
            if (pair.isArray() && pair.size() == 2) {
                values.put(pair.get(0).asText(), pair.get(1).asText());
            }
        }
        return values;
    }
}
