package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The node that a driver was given on a cluster, and how it came to begin there.
///
/// @param chosenAt when it was chosen
/// @param bought whether the node came after the driver began to wait for one; null where that is
///   not known
/// @param imageAt when the image was there: the first container of the driver's pod began; null
///   until then
public record DriverNode(
        String name, Instant chosenAt, @Nullable Boolean bought, @Nullable Instant imageAt) {
    public DriverNode {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(chosenAt, "chosenAt");
    }
}
