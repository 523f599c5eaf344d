package io.spindrift.history.http;

import io.spindrift.history.EnvironmentRun.Property;
import java.util.regex.Pattern;

/// Masks properties that Spark's own redaction catches by default. A log is redacted by the Spark
/// that wrote it; older ones let more through.
final class Secrets {
    private static final String MASK = "*********(redacted)";
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)secret|password|passwd|token|\\.account\\.key|credential|access[.]?key");

    private Secrets() {}

    /// By the key or, as Spark does, by the value.
    static String shown(Property property) {
        return SECRET.matcher(property.key()).find() || SECRET.matcher(property.value()).find()
                ? MASK
                : property.value();
    }
}
