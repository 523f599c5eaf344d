package io.spindrift.app;

import java.time.Duration;
import java.util.Objects;

/// How long an application may run.
///
/// @param byDefault nobody asked for it; such a timeout does not end notebooks, Connect servers, or
///   an application in which a streaming query runs
public record AppTimeout(Duration limit, TimeoutPolicy policy, boolean byDefault) {
    public AppTimeout {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(policy, "policy");
    }
}
