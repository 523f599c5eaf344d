package io.spindrift.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells whether the platform works, part by part. Must answer at once.
@FunctionalInterface
public interface Health {
    List<Check> checks();

    /// @param detail why it is down
    record Check(String name, boolean up, @Nullable String detail) {}
}
