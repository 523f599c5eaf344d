package io.spindrift.runtime;

import io.spindrift.app.DriverNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
/// @param cleared whether no process of it lives any more: what a driver started beside Spark may
///   outlive all containers for a moment
/// @param hindrance what keeps the driver from beginning now, in the words of whoever does; null
///   where nothing is known to
/// @param node where the driver is to run, on clusters of nodes; null until one is chosen
public record Sighting(
        LaunchId id,
        List<Container> containers,
        @Nullable Path eventLogs,
        boolean cleared,
        @Nullable String hindrance,
        @Nullable DriverNode node) {
    /// Executors that ended so shortly before their driver, or after it, may be survived by what
    /// they started.
    private static final Duration SHORTLY = Duration.ofSeconds(30);

    public Sighting {
        Objects.requireNonNull(id, "id");
        containers = List.copyOf(containers);
    }

    /// Of a runtime under which a container ends with all of its processes.
    public Sighting(LaunchId id, List<Container> containers, @Nullable Path eventLogs) {
        this(id, containers, eventLogs, true, null, null);
    }

    /// Of a runtime under which a driver begins at once.
    public Sighting(
            LaunchId id, List<Container> containers, @Nullable Path eventLogs, boolean cleared) {
        this(id, containers, eventLogs, cleared, null, null);
    }

    public Optional<Container> driver() {
        return containers.stream().filter(container -> container.id().driver()).findFirst();
    }

    public List<Container> executors() {
        return containers.stream().filter(container -> !container.id().driver()).toList();
    }

    /// Whether the driver and every executor have ended, and nothing of it runs any more.
    public boolean over() {
        return cleared && driver().isPresent() && containers.stream().noneMatch(Container::running);
    }

    /// The containers whose room cannot be given to others: those that run, and as long as there
    /// are processes left, those that ended with the driver.
    public List<Container> holding() {
        Exit driverExit = driver().map(Container::exit).orElse(null);
        if (cleared || driverExit == null) {
            return containers.stream().filter(Container::running).toList();
        }
        Instant since = driverExit.at().minus(SHORTLY);
        return containers.stream()
                .filter(container -> {
                    Exit exit = container.exit();
                    return exit == null || !exit.at().isBefore(since);
                })
                .toList();
    }
}
