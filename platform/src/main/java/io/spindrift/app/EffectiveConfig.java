package io.spindrift.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

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
}
