package io.spindrift.runtime;

import java.time.Instant;
import java.util.Objects;

/// Something that a cluster said of a container of ours: that its image is being pulled, that no
/// node has room.
///
/// @param at when it was said, the last time where it was said more than once
/// @param warning whether it is told as out of order
/// @param reason the cluster's own word for it, such as `FailedScheduling`
/// @param count how often it was said
public record ClusterEvent(
        ContainerId container,
        Instant at,
        boolean warning,
        String reason,
        String message,
        int count) {
    public ClusterEvent {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }
}
