package io.spindrift.track;

import io.spindrift.runtime.LaunchId;
import java.time.Instant;

/// Something to be done about an attempt. Orders are given again on each beat until what they are
/// for has come about, so each may be carried out twice.
public sealed interface Order {
    LaunchId id();

    /// Room was given to it, and nothing of it is there: launch it.
    record Launch(LaunchId id) implements Order {}

    /// End it.
    record Kill(LaunchId id, String reason) implements Order {}

    /// Its driver has ended: read its event log to the end, and close it as of then.
    record CloseLog(LaunchId id, Instant driverEndedAt) implements Order {}

    /// It is over and everything of it is stored: the runtime may forget it.
    record Forget(LaunchId id) implements Order {}
}
