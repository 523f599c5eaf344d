package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks the `spec` of a manifest: each field is looked up in its table, and none is passed over.
final class Translator {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Draft draft = new Draft();

    Translator(List<Field> fields) {
        fields.forEach(field -> this.fields.put(field.path(), field));
    }

    Draft translate(JsonNode spec) {
        walk(spec, "");
        return draft;
    }

    private void walk(JsonNode object, String prefix) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String path = prefix + each.getKey();
            JsonNode value = each.getValue();
            if (value.isNull()) {
                continue;
            }
            Field field = fields.get(path);
            if (field != null) {
                field(field, value);
            } else if (isGroup(path)) {
                group(value, path);
            } else {
                unknown(path);
            }
        }
    }

    private void group(JsonNode value, String path) {
        if (value.isObject()) {
            walk(value, path + ".");
        } else {
            draft.refuse("WRONG_TYPE", "'spec." + path + "' must be an object", "spec." + path);
        }
    }

    private boolean isGroup(String path) {
        return fields.keySet().stream().anyMatch(known -> known.startsWith(path + "."));
    }

    private void field(Field field, JsonNode value) {
        String path = "spec." + field.path();
        if (!field.type().fits(value)) {
            draft.refuse("WRONG_TYPE", "'" + path + "' must be " + field.type().text(), path);
            return;
        }
        switch (field.use()) {
            case Use.Becomes(String ours) -> draft.set(ours, value);
            case Use.Property(String key) -> draft.property(key, value.asText());
            case Use.Templated(String name, boolean inContainer) ->
                    templated(field, inContainer).set(name, value);
            case Use.Done done -> done.step().apply(draft, value);
            case Use.Followed _ -> {
                // Whoever keeps the object reads it.
            }
            case Use.Idle(String why) -> draft.note("'" + path + "' has no effect: " + why);
            case Use.Refused(String why) ->
                    draft.refuse("NOT_SUPPORTED", "'" + path + "' is not supported: " + why, path);
        }
    }

    private ObjectNode templated(Field field, boolean inContainer) {
        Role role = field.path().startsWith("driver.") ? Role.DRIVER : Role.EXECUTOR;
        return inContainer
                ? draft.container(role)
                : draft.template(role).withObjectProperty("spec");
    }

    private void unknown(String path) {
        Optional<String> near = Nearest.name(path, fields.keySet());
        draft.refuse(
                "UNKNOWN_FIELD",
                "'spec."
                        + path
                        + "' is not a known field"
                        + near.map(name -> "; did you mean 'spec." + name + "'?").orElse(""),
                "spec." + path);
    }
}
