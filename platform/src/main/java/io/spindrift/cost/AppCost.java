package io.spindrift.cost;

import io.spindrift.cloud.Money;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an application cost, or has cost so far. The containers' costs, and the days', both add up
/// to the total, to the billionth.
///
/// @param idle of the total: executor cores that ran no task; null while nobody knows
/// @param coreMillis Σ cores × life of containers
public record AppCost(
        Money total,
        @Nullable Money idle,
        long coreMillis,
        List<ContainerCost> containers,
        List<DayShare> days) {
    public AppCost {
        Objects.requireNonNull(total, "total");
        containers = List.copyOf(containers);
        days = List.copyOf(days);
    }

    /// Σ cores × hours.
    public double coreHours() {
        return coreMillis / 3_600_000.0;
    }
}
