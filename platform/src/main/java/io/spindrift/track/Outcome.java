package io.spindrift.track;

import io.spindrift.app.Progress;
import java.util.List;
import java.util.Objects;

/// What sightings make of an application.
///
/// @param progress where it stands now
/// @param stays those that are new or changed
public record Outcome(Progress progress, List<Stay> stays, List<Order> orders) {
    public Outcome {
        Objects.requireNonNull(progress, "progress");
        stays = List.copyOf(stays);
        orders = List.copyOf(orders);
    }
}
