package io.spindrift.runtime.local;

import io.spindrift.runtime.LaunchId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Which attempts take too much of a disk. Pure.
///
/// @param scratchBytes the most that one may take; 0: no such bound
/// @param reservedDiskBytes what all of them must leave
record ScratchBounds(long scratchBytes, long reservedDiskBytes) {
    /// Who takes less did not fill the disk, and ending it would not help: Spark's own small files
    /// come to less.
    static final long NOTHING_BYTES = 4L << 20;

    private static final long MIB = 1 << 20;

    /// An attempt to end, and why.
    record Excess(LaunchId id, String message) {}

    /// Those over their bound; where there are none and the disk is short, the largest alone: what
    /// it leaves may be enough for the others.
    List<Excess> excesses(Map<LaunchId, Long> takenBytes, long usableBytes) {
        List<Excess> over = new ArrayList<>();
        if (scratchBytes > 0) {
            takenBytes.forEach((id, bytes) -> {
                if (bytes > scratchBytes) {
                    over.add(new Excess(id, overBound(bytes)));
                }
            });
        }
        if (over.isEmpty() && usableBytes < reservedDiskBytes) {
            takenBytes.entrySet().stream()
                    .filter(taken -> taken.getValue() >= NOTHING_BYTES)
                    .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .ifPresent(taken ->
                            over.add(
                                    new Excess(
                                            taken.getKey(),
                                            largest(taken.getValue(), usableBytes))));
        }
        return over;
    }

    private String overBound(long bytes) {
        return "its files took %d MiB of the disk, and local-scratch allows %d MiB"
                .formatted(bytes / MIB, scratchBytes / MIB);
    }

    private String largest(long bytes, long usableBytes) {
        return ("the disk was nearly full (%d MiB left, %d MiB are reserved), and of all applications"
                        + " its files took the most, %d MiB")
                .formatted(usableBytes / MIB, reservedDiskBytes / MIB, bytes / MIB);
    }
}
