package io.spindrift.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One field of an application's configuration: what it may hold and what it does on `local`.
record ConfigField(Type type, OnLocal onLocal) {

    /// What a field does on the cluster `local`.
    enum OnLocal {
        WORKS,
        /// A hint for a scheduler that is not there; accepted, and listed as having no effect.
        NO_EFFECT,
        /// Leaving it out would change what the program does, so it is refused by name.
        REFUSED
    }

    sealed interface Type {}

    record Text() implements Type {}

    record Choice(List<String> words) implements Type {}

    record Whole(int least, int most) implements Type {}

    record Decimal(double least, double most) implements Type {}

    record Flag() implements Type {}

    /// `1g`, `512m`; see [Sizes].
    record Size(int leastMib) implements Type {}

    /// `0.2`, `"200m"`, `1`; see [Sizes].
    record Cores() implements Type {}

    record TextList() implements Type {}

    /// Any names, texts as values; numbers and booleans are taken as their text.
    record TextMap() implements Type {}

    record Group(Map<String, ConfigField> fields) implements Type {
        public Group {
            fields = Map.copyOf(fields);
        }
    }

    /// Any names, groups as values.
    record GroupMap(Group group) implements Type {}

    record GroupList(Group group) implements Type {}

    /// A group, or one word in its place.
    record GroupOrWord(Group group, List<String> words) implements Type {}

    /// A structure of Kubernetes that is handed on as it is.
    record KubernetesObject() implements Type {}

    record KubernetesList() implements Type {}

    static ConfigField works(Type type) {
        return new ConfigField(type, OnLocal.WORKS);
    }

    static ConfigField hint(Type type) {
        return new ConfigField(type, OnLocal.NO_EFFECT);
    }

    static ConfigField refused(Type type) {
        return new ConfigField(type, OnLocal.REFUSED);
    }

    static Group group(Map<String, ConfigField> fields) {
        return new Group(new LinkedHashMap<>(fields));
    }
}
