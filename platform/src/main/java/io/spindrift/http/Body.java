package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// A small JSON body whose fields the endpoint has named; others are refused by name.
final class Body {
    private final JsonNode json;

    private Body(JsonNode json) {
        this.json = json;
    }

    static Body of(JsonNode json, String... known) {
        if (!json.isObject()) {
            throw RefusedException.of(400, "WRONG_TYPE", "the body must be a JSON object");
        }
        List<Refusal> refusals = new ArrayList<>();
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!List.of(known).contains(name)) {
                String message =
                        "unknown field '" + name + "'; known are " + String.join(", ", known);
                refusals.add(new Refusal("UNKNOWN_FIELD", message, List.of(name)));
            }
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(400, refusals);
        }
        return new Body(json);
    }

    Optional<String> text(String name, int longest) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(name, "a text");
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > longest) {
            throw RefusedException.invalid(name, "'" + name + "' has 1 to " + longest + " letters");
        }
        return Optional.of(text);
    }

    boolean flag(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    JsonNode object(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            throw missing(name);
        }
        if (!value.isObject()) {
            throw wrong(name, "an object");
        }
        return value;
    }

    RefusedException missing(String name) {
        return RefusedException.of(400, "MISSING_FIELD", "'" + name + "' is required", name);
    }

    private static RefusedException wrong(String name, String wanted) {
        return RefusedException.of(400, "WRONG_TYPE", "'" + name + "' must be " + wanted, name);
    }
}
