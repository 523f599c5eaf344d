package io.spindrift.app;

import java.util.Objects;

/// Where the value of a configuration key came from, as it is written: `override`, `job`,
/// `tuning(rule)`, `template`, `event log` or `default`.
public record ConfigSource(String text) {
    public static final ConfigSource OVERRIDE = new ConfigSource("override");
    public static final ConfigSource JOB = new ConfigSource("job");
    public static final ConfigSource TEMPLATE = new ConfigSource("template");

    /// Of observed applications.
    public static final ConfigSource EVENT_LOG = new ConfigSource("event log");

    public static final ConfigSource DEFAULT = new ConfigSource("default");

    public ConfigSource {
        Objects.requireNonNull(text, "text");
    }

    public static ConfigSource tuning(String rule) {
        return new ConfigSource("tuning(" + rule + ")");
    }
}
