package io.spindrift.runtime;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A driver or an executor as it was seen.
///
/// @param host the machine or node that it is on
/// @param cores the tasks it runs at once
/// @param coreRequestMilliCores what it was admitted by, in thousandths of a core
/// @param memoryMib the most it may use: heap and what lies beside it
/// @param exit null while it runs
public record Container(
        ContainerId id,
        String host,
        int cores,
        int coreRequestMilliCores,
        int memoryMib,
        Instant startedAt,
        @Nullable Exit exit) {
    public Container {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    public boolean running() {
        return exit == null;
    }
}
