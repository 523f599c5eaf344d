package io.spindrift.app;

import org.jspecify.annotations.Nullable;

/// What a run has come to so far, copied from history and costs so that lists can show and sort it.
/// Null where it is not known yet.
///
/// @param coreMillis core time allocated, in core-milliseconds
/// @param costNanos in billionths of the currency of the settings
/// @param efficiency task time against usable core time, 0 to 1
/// @param cpuEfficiency CPU time against usable core time, 0 to 1
public record Figures(
        @Nullable Long coreMillis,
        @Nullable Long costNanos,
        @Nullable Double efficiency,
        @Nullable Double cpuEfficiency,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable Long peakMemoryBytes,
        int errors,
        int warnings,
        int notices) {
    public static final Figures NONE =
            new Figures(null, null, null, null, null, null, null, 0, 0, 0);

    /// Issues of any severity.
    public int issues() {
        return errors + warnings + notices;
    }
}
