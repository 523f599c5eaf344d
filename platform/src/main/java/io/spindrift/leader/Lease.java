package io.spindrift.leader;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who holds the lease, as all who want it see it.
///
/// @param holder null: nobody does, it was given back
/// @param length how long it holds without being renewed
/// @param version changes with each write; a write names the one that it follows
public record Lease(@Nullable String holder, Duration length, String version) {
    public Lease {
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(version, "version");
    }
}
