package io.spindrift.runtime;

import io.spindrift.cluster.Capacity;
import java.util.Map;
import java.util.Objects;

/// How much applications may have here, and how much they have.
///
/// @param total what may be given to applications
/// @param given what attempts that are not over were admitted by
/// @param usedMilliCores what the machines really compute, by anyone
/// @param usedMemoryMib what is really held, by anyone
/// @param parts what applications together may have of parts of the cluster that have bounds of
///   their own, by their names; see [ClusterRuntime#part]
public record Room(
        Capacity total,
        Capacity given,
        long usedMilliCores,
        long usedMemoryMib,
        Map<String, Share> parts) {
    public Room {
        parts = Map.copyOf(parts);
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(given, "given");
    }

    /// Of a cluster without parts.
    public Room(Capacity total, Capacity given, long usedMilliCores, long usedMemoryMib) {
        this(total, given, usedMilliCores, usedMemoryMib, Map.of());
    }

    public Capacity free() {
        return total.less(given);
    }
}
