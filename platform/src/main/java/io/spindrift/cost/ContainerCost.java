package io.spindrift.cost;

import io.spindrift.cloud.Money;
import io.spindrift.track.Stay;
import java.util.Objects;

/// What one container cost.
///
/// @param millis how long it lived, or has lived so far
public record ContainerCost(Stay stay, long millis, Money cost) {
    public ContainerCost {
        Objects.requireNonNull(stay, "stay");
        Objects.requireNonNull(cost, "cost");
    }

    public long coreMillis() {
        return millis * stay.cores();
    }

    public long mibMillis() {
        return millis * stay.memoryMib();
    }
}
