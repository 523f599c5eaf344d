package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/// What comes of a field of a manifest.
sealed interface Use {
    /// For people: the end of a row of the table of support.
    String text();

    /// Its value is that of a field of our configuration.
    record Becomes(String field) implements Use {
        @Override
        public String text() {
            return "`" + field + "`";
        }
    }

    /// Its value is that of a property of Spark.
    record Property(String key) implements Use {
        @Override
        public String text() {
            return "Spark's `" + key + "`";
        }
    }

    /// Its value stands in the pod's template.
    ///
    /// @param inContainer whether in that of Spark's container, else in the pod's `spec`
    record Templated(String field, boolean inContainer) implements Use {
        @Override
        public String text() {
            return "`" + field + "` of the " + (inContainer ? "container" : "pod");
        }
    }

    /// More has to be done.
    ///
    /// @param what it becomes
    record Done(String what, Step step) implements Use {
        @Override
        public String text() {
            return what;
        }
    }

    /// It says how the object itself is treated in a cluster.
    record Followed(String what) implements Use {
        @Override
        public String text() {
            return what;
        }
    }

    /// Accepted, and said to have no effect.
    record Idle(String why) implements Use {
        @Override
        public String text() {
            return why;
        }
    }

    /// Leaving it out would change what the program does or may do.
    record Refused(String why) implements Use {
        @Override
        public String text() {
            return why;
        }
    }

    /// How a field is done.
    @FunctionalInterface
    interface Step {
        void apply(Draft draft, JsonNode value);
    }
}
