package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The configuration an application runs with, and why.
///
/// The trees are shared, not copied on reading: nobody changes them.
///
/// @param values every effective key
/// @param sources the same tree, each leaf replaced by its source's text; a list is a leaf
/// @param withoutEffect paths of given fields that have no effect on the cluster it goes to
public record EffectiveConfig(ObjectNode values, ObjectNode sources, List<String> withoutEffect) {
    public EffectiveConfig {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(sources, "sources");
        withoutEffect = List.copyOf(withoutEffect);
    }

    /// The sources by dotted key: `executor.memory`, `sparkConf.spark.sql.shuffle.partitions`.
    public Map<String, String> flatSources() {
        Map<String, String> flat = new TreeMap<>();
        flatten(sources, "", (key, leaf) -> flat.put(key, leaf.asText()));
        return flat;
    }

    /// The values by the same keys; a list is one value.
    public Map<String, JsonNode> flatValues() {
        Map<String, JsonNode> flat = new TreeMap<>();
        flatten(values, "", flat::put);
        return flat;
    }

    private static void flatten(JsonNode node, String path, BiConsumer<String, JsonNode> each) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = path + field.getKey();
            if (field.getValue().isObject()) {
                flatten(field.getValue(), key + ".", each);
            } else {
                each.accept(key, field.getValue());
            }
        }
    }
}
