package io.spindrift.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Holds JSON against the part of JSON Schema that `openapi.yaml` uses; public for the tests that
/// have real runs.
public record SchemaCheck(JsonNode document) {
    public void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (schema.has("$ref")) {
            check(document.at(schema.path("$ref").asText().substring(1)), value, path, problems);
        }
        schema.path("allOf").forEach(part -> check(part, value, path, problems));
        if (schema.has("anyOf") && !anyFits(schema.path("anyOf"), value, path)) {
            problems.add(path + " fits none of anyOf: " + value);
        }
        type(schema, value, path, problems);
        if (schema.has("const") && !schema.path("const").equals(value)) {
            problems.add(path + " must be " + schema.path("const") + ", not " + value);
        }
        if (schema.has("enum") && !value.isNull() && !contains(schema.path("enum"), value)) {
            problems.add(path + " must be one of " + schema.path("enum") + ", not " + value);
        }
        if (value.isTextual()) {
            text(schema, value.asText(), path, problems);
        }
        if (value.isObject()) {
            object(schema, value, path, problems);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), path + "[" + i + "]", problems);
            }
        }
    }

    private boolean anyFits(JsonNode parts, JsonNode value, String path) {
        for (JsonNode part : parts) {
            List<String> problems = new ArrayList<>();
            check(part, value, path, problems);
            if (problems.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void object(JsonNode schema, JsonNode value, String path, List<String> problems) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                problems.add(path + " lacks " + name.asText());
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String where = path + "." + field.getKey();
            if (properties.has(field.getKey())) {
                check(properties.path(field.getKey()), field.getValue(), where, problems);
            } else if (others.isObject()) {
                check(others, field.getValue(), where, problems);
            } else if (others.isBoolean() && !others.booleanValue()) {
                problems.add(where + " is not known");
            }
        }
    }

    private static void text(JsonNode schema, String text, String path, List<String> problems) {
        JsonNode pattern = schema.path("pattern");
        if (pattern.isTextual() && !Pattern.compile(pattern.asText()).matcher(text).find()) {
            problems.add(path + " must match " + pattern + ", not " + text);
        }
        if (schema.path("format").asText().equals("date-time")) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException e) {
                problems.add(path + " is no time: " + text);
            }
        }
    }

    private static void type(JsonNode schema, JsonNode value, String path, List<String> problems) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return;
        }
        boolean fits = type.isTextual() && is(type.asText(), value);
        for (JsonNode each : type) {
            fits |= is(each.asText(), value);
        }
        if (!fits) {
            problems.add(path + " must be " + type + ", not " + value);
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
