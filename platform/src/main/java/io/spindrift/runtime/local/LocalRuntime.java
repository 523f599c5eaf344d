package io.spindrift.runtime.local;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Room;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.log.SegmentedLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Applications as processes on this machine: `DESIGN.md` beside this file says why so.
///
/// All that matters is in files (see [AttemptFolder]); this class reads them, and acts by starting
/// scripts. It may be killed at any moment.
public final class LocalRuntime implements ClusterRuntime {
    private static final Logger LOG = System.getLogger(LocalRuntime.class.getName());

    /// What a container wrote last may reach its log this much after its end was written down.
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final LocalSettings settings;
    private final InstantSource clock;
    private final SparkRuntimes runtimes;
    private final SparkUser user;
    private final Hindrances hindrances;
    private final Preparation preparation;
    private final Starter starter;
    private final ProcFs processes = new ProcFs(Path.of("/proc"));
    private final Load load = new Load(processes);
    private final MemoryWatch watch = new MemoryWatch(processes);
    private final Signals signals;
    private final Scratch scratch;
    private final ScratchWatch scratchWatch;
    private final SegmentedLogs logs;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<LaunchId, Attempt> attempts = new HashMap<>();
    private Instant sampledAt = Instant.EPOCH;

    public LocalRuntime(LocalSettings settings, BlobStore blobs, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.runtimes = new SparkRuntimes(settings.runtimes(), settings.java17());
        AppFiles files = new AppFiles(blobs);
        this.user = new SparkUser(settings.sparkUser());
        this.hindrances = new Hindrances(settings.runtimes(), runtimes, files, user);
        this.preparation = new Preparation(settings, runtimes, files, user);
        this.starter = new Starter(user);
        this.signals = new Signals(user, processes, preparation.scripts());
        this.scratch = new Scratch(settings, user);
        this.scratchWatch = new ScratchWatch(settings, user);
        this.logs = new SegmentedLogs(settings.logs(), settings.logSegmentBytes(), this::live);
    }

    /// The Spark versions that can be run here.
    public SparkRuntimes runtimes() {
        return runtimes;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            preparation.start();
            for (Plan plan : scratch.launched()) {
                Attempt attempt = attempt(plan);
                attempts.put(plan.id(), attempt);
                look(attempt, clock.instant());
                if (!Signals.begun(attempt) && !attempt.over()) {
                    starter.start(attempt);
                }
            }
            check().warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
            LOG.log(Level.INFO, "local runtime started attempts={0}", attempts.size());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Health check() {
        return hindrances.health();
    }

    @Override
    public List<Problem> refusals(AppSpec spec) {
        return hindrances.of(spec);
    }

    @Override
    public void launch(Launch launch) {
        lock.lock();
        try {
            if (attempts.containsKey(launch.id())) {
                return;
            }
            List<Problem> refusals = refusals(launch.spec());
            if (!refusals.isEmpty()) {
                throw new LaunchRefusedException(
                        String.join("; ", refusals.stream().map(Problem::message).toList()));
            }
            int uiPort = UiPorts.free(launch.id(), attempts.values());
            Plan plan = Plan.of(launch, clock.instant(), uiPort);
            if (!settings.capacity().fits(plan.admitted())) {
                throw new LaunchRefusedException(
                        ("it asks for %d thousandths of a core and %d MiB, and this machine gives"
                                        + " %d and %d to applications in all")
                                .formatted(
                                        plan.admitted().milliCores(),
                                        plan.admitted().memoryMib(),
                                        settings.capacity().milliCores(),
                                        settings.capacity().memoryMib()));
            }
            Attempt attempt = attempt(plan);
            preparation.prepare(launch, attempt.folder(), uiPort);
            Records.write(attempt.folder().launch(), attempt.plan().json());
            attempts.put(launch.id(), attempt);
            starter.start(attempt);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void kill(LaunchId id, Duration grace) {
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt == null || attempt.over()) {
                return;
            }
            Instant now = clock.instant();
            Order before = Order.read(attempt.folder().order()).orElse(null);
            Instant forceAt = now.plus(grace);
            if (before == null || forceAt.isBefore(before.forceAt())) {
                new Order(before == null ? now : before.at(), forceAt)
                        .write(attempt.folder().order());
            }
            signals.carryOn(attempt, now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Sighting> sightings() {
        lock.lock();
        try {
            Instant now = clock.instant();
            attempts.values().forEach(attempt -> look(attempt, now));
            return attempts.values().stream().map(Attempt::sighting).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<MemoryReading> memory() {
        lock.lock();
        try {
            return watch.readings();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(LaunchId id) {
        Path root;
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt == null) {
                return;
            }
            look(attempt, clock.instant());
            if (!attempt.over()) {
                return;
            }
            // First, so that a removal cut short is not taken for an attempt.
            Files.deleteIfExists(attempt.folder().launch());
            attempts.remove(id);
            // All programs run as one user: what is over is closed to those that come.
            user.ours(attempt.folder().logs());
            user.ours(attempt.folder().eventLogs());
            root = attempt.folder().root();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget " + id, e);
        } finally {
            lock.unlock();
        }
        scratch.remove(root);
    }

    @Override
    public Optional<InetSocketAddress> sparkUi(LaunchId id) {
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt == null || attempt.plan().uiPort() == 0) {
                return Optional.empty();
            }
            look(attempt, clock.instant());
            return attempt.sighting()
                    .driver()
                    .filter(Container::running)
                    .map(driver -> UiPorts.address(attempt.plan().uiPort()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Room room() {
        lock.lock();
        try {
            Instant now = clock.instant();
            Capacity given = Capacity.NONE;
            for (Attempt attempt : attempts.values()) {
                look(attempt, now);
                given = attempt.over() ? given : given.plus(attempt.plan().admitted());
            }
            return new Room(
                    settings.capacity(), given, load.usedMilliCores(), processes.usedMemoryMib());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Logs logs() {
        return logs;
    }

    @Override
    public void tend() {
        lock.lock();
        try {
            Instant now = clock.instant();
            List<Attempt> open = new ArrayList<>();
            for (Attempt attempt : attempts.values()) {
                look(attempt, now);
                if (!attempt.over()) {
                    carryOn(attempt, now);
                }
                if (!attempt.over()) {
                    open.add(attempt);
                }
            }
            if (!now.isBefore(sampledAt.plus(MemoryWatch.EVERY))) {
                sampledAt = now;
                load.measure();
                for (Attempt attempt : open) {
                    Records.write(attempt.folder().alive(), now.toString());
                }
                watch.sample(open, now).forEach(this::end);
            }
            scratchWatch.beat(attempts.values(), now).forEach(this::end);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        // Nothing is held: the processes and their files go on.
    }

    /// What cannot be done to one attempt must not keep the others from it; the next beat tries
    /// again.
    private void carryOn(Attempt attempt, Instant now) {
        try {
            signals.carryOn(attempt, now);
        } catch (UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot end what is left, will be tried again app=%s attempt=%d"
                            .formatted(attempt.plan().id().appId(), attempt.plan().id().attempt()),
                    e);
        }
    }

    private void end(MemoryWatch.Over over) {
        Path record = over.attempt().folder().overLimit(over.container());
        Records.write(record, over.message());
        LOG.log(
                Level.WARNING,
                "container ended: {0} app={1} attempt={2} container={3}",
                over.message(),
                over.attempt().plan().id().appId(),
                over.attempt().plan().id().attempt(),
                over.container());
        signals.signal("KILL", over.pids());
    }

    private void end(ScratchBounds.Excess excess) {
        Attempt attempt = attempts.get(excess.id());
        if (attempt == null) {
            return;
        }
        Records.write(attempt.folder().overScratch(), excess.message());
        LOG.log(
                Level.WARNING,
                "application ended: {0} app={1} attempt={2}",
                excess.message(),
                excess.id().appId(),
                excess.id().attempt());
        kill(excess.id(), Duration.ZERO);
    }

    /// What cannot be read of one attempt must not hide the others.
    private static void look(Attempt attempt, Instant now) {
        try {
            attempt.refresh(now);
        } catch (UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot see what runs, the last sighting stands: %s app=%s attempt=%d"
                            .formatted(
                                    e.getMessage(),
                                    attempt.plan().id().appId(),
                                    attempt.plan().id().attempt()),
                    e);
        }
    }

    private Attempt attempt(Plan plan) {
        return new Attempt(plan, AttemptFolder.of(settings, plan.id()), settings.host(), processes);
    }

    private boolean live(LaunchId id, ContainerId container) {
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt == null) {
                return false;
            }
            look(attempt, clock.instant());
            Instant now = clock.instant();
            return attempt.exit(container)
                    .map(exit -> now.isBefore(exit.at().plus(LAST_LINES)))
                    .orElseGet(() -> !attempt.over());
        } finally {
            lock.unlock();
        }
    }
}
