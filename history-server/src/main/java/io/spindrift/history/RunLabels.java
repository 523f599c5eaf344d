package io.spindrift.history;

import org.jspecify.annotations.Nullable;

/// What who ran an application knows of it beside its event log.
///
/// @param cluster where it ran
/// @param type Java, Scala, Python, R or SQL
/// @param costMillionths in whatever currency costs are in
public record RunLabels(
        @Nullable String cluster, @Nullable String type, @Nullable Long costMillionths) {
    public static final RunLabels NONE = new RunLabels(null, null, null);
}
