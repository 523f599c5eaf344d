package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/// Lays fragments of configuration over each other, deep and key by key; lists and plain values are
/// taken whole from the highest source that has them.
final class ConfigMerge {
    private ConfigMerge() {}

    /// @param layers highest first
    static EffectiveConfig merge(List<ConfigLayer> layers) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (ConfigLayer layer : layers) {
            addMissing(values, sources, layer.values(), layer.source().text());
        }
        return new EffectiveConfig(values, sources, List.of());
    }

    /// Adds what is not there yet. Where one layer has an object and a higher one has a plain value
    /// (`"timeout": "DISABLED"`), the higher one stands alone.
    static void addMissing(ObjectNode values, ObjectNode sources, JsonNode lower, String source) {
        for (Map.Entry<String, JsonNode> field : lower.properties()) {
            String name = field.getKey();
            JsonNode candidate = field.getValue();
            JsonNode present = values.get(name);
            if (candidate.isNull() || (candidate.isObject() && candidate.isEmpty())) {
                continue;
            }
            if (present == null && !candidate.isObject()) {
                values.set(name, candidate.deepCopy());
                sources.set(name, TextNode.valueOf(source));
            } else if (candidate.isObject() && (present == null || present.isObject())) {
                addMissing(
                        values.withObjectProperty(name),
                        sources.withObjectProperty(name),
                        candidate,
                        source);
            }
        }
    }
}
