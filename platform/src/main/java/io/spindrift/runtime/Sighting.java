package io.spindrift.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole truth about one attempt at one time: all of its containers, those that ended too.
///
/// An attempt without a driver among its containers has been ordered and is still to begin.
///
/// @param containers the driver first, then the executors by number; each keeps its start and end
///   times from one sighting to the next
/// @param eventLogs the folder that holds this attempt's event log alone; null where it is not on
///   this machine
public record Sighting(LaunchId id, List<Container> containers, @Nullable Path eventLogs) {
    public Sighting {
        Objects.requireNonNull(id, "id");
        containers = List.copyOf(containers);
    }

    public Optional<Container> driver() {
        return containers.stream().filter(container -> container.id().driver()).findFirst();
    }

    public List<Container> executors() {
        return containers.stream().filter(container -> !container.id().driver()).toList();
    }

    /// Whether the driver and every executor have ended: nothing of it runs any more.
    public boolean over() {
        return driver().isPresent() && containers.stream().noneMatch(Container::running);
    }
}
