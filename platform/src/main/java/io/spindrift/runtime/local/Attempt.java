package io.spindrift.runtime.local;

import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.log.SegmentedLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One attempt as its files and processes tell it. Confined to [LocalRuntime]'s lock.
///
/// All that must survive is in files; what is kept here is only what need not be read again: the
/// identities of processes, and exits, which never change.
final class Attempt {
    /// A shim writes down its container within moments of being started.
    private static final Duration SLOWEST_START = Duration.ofSeconds(60);

    private static final Pattern RECORD = Pattern.compile("driver|executor-\\d{1,9}");

    private final Plan plan;
    private final AttemptFolder folder;
    private final String host;
    private final ProcFs processes;
    private final Map<ContainerId, Records.Began> began =
            new TreeMap<>(Comparator.comparingInt(Attempt::number));
    private final Map<ContainerId, Exit> exits = new HashMap<>();
    private boolean cleared;

    Attempt(Plan plan, AttemptFolder folder, String host, ProcFs processes) {
        this.plan = plan;
        this.folder = folder;
        this.host = host;
        this.processes = processes;
    }

    Plan plan() {
        return plan;
    }

    AttemptFolder folder() {
        return folder;
    }

    /// Those that began, with their processes, and have not ended as far as was seen last.
    Map<ContainerId, Records.Began> running() {
        Map<ContainerId, Records.Began> running = new LinkedHashMap<>(began);
        running.keySet().removeAll(exits.keySet());
        return running;
    }

    Optional<Records.Began> driver() {
        return Optional.ofNullable(began.get(ContainerId.DRIVER));
    }

    Optional<Exit> exit(ContainerId container) {
        return Optional.ofNullable(exits.get(container));
    }

    /// Whether all containers have ended. What they started may live on.
    boolean ended() {
        return exits.containsKey(ContainerId.DRIVER) && exits.keySet().containsAll(began.keySet());
    }

    Instant endedAt() {
        return exits.values().stream().map(Exit::at).reduce(Instant.MIN, Attempt::max);
    }

    /// Whether, besides, none of its processes lives.
    boolean over() {
        return cleared && ended();
    }

    /// Tells that none of its processes lives.
    void clear() {
        cleared = true;
    }

    /// Looks at records and processes again.
    void refresh(Instant now) {
        if (over()) {
            return;
        }
        for (ContainerId container : recorded()) {
            if (!began.containsKey(container)) {
                Records.began(folder.records(container))
                        .ifPresent(record -> began.put(container, record));
            }
        }
        // The driver first: how executors ended is told by when their driver did.
        for (Map.Entry<ContainerId, Records.Began> entry : began.entrySet()) {
            if (!exits.containsKey(entry.getKey())) {
                ended(entry.getKey(), entry.getValue(), now)
                        .ifPresent(exit -> exits.put(entry.getKey(), exit));
            }
        }
        if (!began.containsKey(ContainerId.DRIVER)) {
            neverBegan(now).ifPresent(exit -> exits.put(ContainerId.DRIVER, exit));
        }
    }

    Sighting sighting() {
        List<Container> containers = new ArrayList<>();
        Exit driverExit = exits.get(ContainerId.DRIVER);
        if (!began.containsKey(ContainerId.DRIVER) && driverExit != null) {
            containers.add(container(ContainerId.DRIVER, driverExit.at(), driverExit));
        }
        began.forEach(
                (id, record) -> containers.add(container(id, record.startedAt(), exits.get(id))));
        return new Sighting(plan.id(), containers, folder.eventLogs(), cleared);
    }

    /// Makes sure that the driver will not begin any more, if it has not.
    boolean prevent(Exit exit) {
        try {
            Files.createDirectory(folder.records(ContainerId.DRIVER).resolve("begun"));
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder.records(), e);
        }
        Records.write(folder.exit(ContainerId.DRIVER), exit);
        exits.put(ContainerId.DRIVER, exit);
        return true;
    }

    private Container container(ContainerId id, Instant startedAt, @Nullable Exit exit) {
        Plan.Size size = plan.size(id);
        return new Container(
                id,
                host,
                size.cores(),
                size.coreRequestMilliCores(),
                size.memoryMib(),
                startedAt,
                exit);
    }

    private List<ContainerId> recorded() {
        List<ContainerId> recorded = new ArrayList<>();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(folder.records())) {
            for (Path record : records) {
                String name = record.getFileName().toString();
                if (RECORD.matcher(name).matches()) {
                    recorded.add(new ContainerId(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder.records(), e);
        }
        return recorded;
    }

    private Optional<Exit> ended(ContainerId container, Records.Began record, Instant now) {
        Optional<Exit> known = Records.exit(folder.exit(container));
        if (known.isPresent()) {
            return known;
        }
        Optional<Exit> told = told(container, record);
        if (told.isPresent()) {
            return told;
        }
        boolean sameBoot = record.bootId().equals(processes.bootId());
        if (sameBoot
                && (processes.runs(record.pid(), record.start())
                        || processes.runs(record.shimPid(), record.shimStart()))) {
            return Optional.empty();
        }
        // It may have been written between the two looks.
        Optional<Exit> toldSince = told(container, record);
        if (toldSince.isPresent()) {
            return toldSince;
        }
        Instant lastSeen = sameBoot ? now : lastSeen(record.startedAt());
        Exit lost = Exits.lost(lastSeen, sameBoot, orderedAt());
        Records.write(folder.exit(container), lost);
        return Optional.of(lost);
    }

    private Optional<Exit> told(ContainerId container, Records.Began record) {
        return Records.ended(folder.records(container))
                .map(ended ->
                        Exits.of(
                                new Exits.Facts(
                                        container.driver(),
                                        ended.code(),
                                        max(ended.at(), record.startedAt()),
                                        orderedAt(),
                                        Records.asked(folder.records(container)).orElse(null),
                                        driverEndedAt(container),
                                        Records.read(folder.overLimit(container)).orElse(null),
                                        container.driver()
                                                ? Records.read(folder.overScratch()).orElse(null)
                                                : null,
                                        heapFull(container))));
    }

    private Optional<Exit> neverBegan(Instant now) {
        Optional<Exit> known = Records.exit(folder.exit(ContainerId.DRIVER));
        if (known.isPresent() || now.isBefore(plan.launchedAt().plus(SLOWEST_START))) {
            return known;
        }
        Exit exit =
                new Exit(
                        now,
                        null,
                        ExitReason.UNKNOWN,
                        "the driver could not be started: " + starterOutput());
        if (!prevent(exit)) {
            Records.write(folder.exit(ContainerId.DRIVER), exit);
        }
        return Optional.of(exit);
    }

    private String starterOutput() {
        return Records.read(folder.state().resolve("start.log"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse("it did not answer within " + SLOWEST_START.toSeconds() + " s");
    }

    @Nullable Instant orderedAt() {
        return Order.read(folder.order()).map(Order::at).orElse(null);
    }

    private @Nullable Instant driverEndedAt(ContainerId container) {
        if (container.driver()) {
            return null;
        }
        Exit exit = exits.get(ContainerId.DRIVER);
        if (exit != null) {
            return exit.at();
        }
        return Records.ended(folder.records(ContainerId.DRIVER))
                .map(Records.Ended::at)
                .orElse(null);
    }

    private boolean heapFull(ContainerId container) {
        return SegmentedLogs.tail(folder.logs().resolve(container.name()), "stdout")
                .contains("Terminating due to java.lang.OutOfMemoryError");
    }

    /// When anything of it was seen for the last time before the machine went down.
    private Instant lastSeen(Instant startedAt) {
        try {
            return max(Files.getLastModifiedTime(folder.alive()).toInstant(), startedAt);
        } catch (NoSuchFileException e) {
            return startedAt;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.alive(), e);
        }
    }

    private static int number(ContainerId id) {
        return id.driver() ? -1 : Integer.parseInt(id.executorId());
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
