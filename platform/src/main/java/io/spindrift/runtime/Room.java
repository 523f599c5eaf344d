package io.spindrift.runtime;

import io.spindrift.cluster.Capacity;
import java.util.Objects;

/// How much applications may have here, and how much they have.
///
/// @param total what may be given to applications
/// @param given what attempts that are not over were admitted by
/// @param usedMilliCores what the machines really compute, by anyone
/// @param usedMemoryMib what is really held, by anyone
public record Room(Capacity total, Capacity given, long usedMilliCores, long usedMemoryMib) {
    public Room {
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(given, "given");
    }

    public Capacity free() {
        return total.less(given);
    }
}
