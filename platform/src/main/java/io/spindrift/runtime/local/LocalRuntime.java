package io.spindrift.runtime.local;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Room;
import io.spindrift.runtime.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final AppFiles files;
    private final SparkUser user;
    private final Preparation preparation;
    private final ProcFs processes = new ProcFs(Path.of("/proc"));
    private final MemoryWatch watch = new MemoryWatch(processes);
    private final Signals signals;
    private final Scratch scratch;
    private final SegmentedLogs logs;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<LaunchId, Attempt> attempts = new HashMap<>();
    private Instant sampledAt = Instant.EPOCH;
    private ProcFs.Processors processorsBefore = new ProcFs.Processors(0, 0, 1);
    private long usedMilliCores;

    public LocalRuntime(LocalSettings settings, BlobStore blobs, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.runtimes = new SparkRuntimes(settings.runtimes(), settings.java17());
        this.files = new AppFiles(blobs);
        this.user = new SparkUser(settings.sparkUser());
        this.preparation = new Preparation(settings, runtimes, files, user);
        this.signals = new Signals(user, processes, preparation.scripts());
        this.scratch = new Scratch(settings, user);
        this.logs = new SegmentedLogs(settings, this::live);
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
                    spawn(attempt);
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
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (runtimes.versions().isEmpty()) {
            problems.add(
                    "there is no Spark in "
                            + settings.runtimes()
                            + "; `spindrift runtime add 4.3.0` brings one");
        }
        user.hindrance().ifPresent(problems::add);
        if (!user.separate()) {
            warnings.add(
                    "Spark runs as the platform's own user: programs could read the platform's"
                            + " files; an installation by root separates them");
        }
        return new Health(problems, warnings);
    }

    @Override
    public List<Problem> refusals(AppSpec spec) {
        List<Problem> problems = new ArrayList<>();
        String version = spec.sparkVersion();
        if (!runtimes.has(version)) {
            problems.add(new Problem("UNKNOWN_VERSION", runtimes.missing(version), "sparkVersion"));
        } else if (runtimes.javaHome(version).isEmpty()) {
            problems.add(
                    new Problem(
                            "JAVA_NOT_FOUND", SparkRuntimes.missingJava(version), "sparkVersion"));
        }
        if (spec.type() == AppType.R) {
            problems.add(
                    new Problem(
                            "NOT_SUPPORTED",
                            "R does not run on this cluster: its Spark runtimes come without"
                                    + " SparkR, which Spark has deprecated; use Python, Java, Scala"
                                    + " or SQL",
                            "type"));
        }
        problems.addAll(files.problems(spec));
        problems.addAll(DeniedConf.problems(spec.sparkConf(), "sparkConf"));
        problems.addAll(DeniedConf.variableProblems(spec.driver().envVars(), "driver.envVars"));
        problems.addAll(DeniedConf.variableProblems(spec.executor().envVars(), "executor.envVars"));
        return problems;
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
            Attempt attempt = attempt(Plan.of(launch, clock.instant()));
            preparation.prepare(launch, attempt.folder());
            Records.write(attempt.folder().launch(), attempt.plan().json());
            attempts.put(launch.id(), attempt);
            spawn(attempt);
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
    public Room room() {
        lock.lock();
        try {
            Instant now = clock.instant();
            Capacity given = Capacity.NONE;
            for (Attempt attempt : attempts.values()) {
                look(attempt, now);
                given = attempt.over() ? given : given.plus(attempt.plan().admitted());
            }
            return new Room(settings.capacity(), given, usedMilliCores, processes.usedMemoryMib());
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
                    signals.carryOn(attempt, now);
                    open.add(attempt);
                }
            }
            if (!now.isBefore(sampledAt.plus(MemoryWatch.EVERY))) {
                sampledAt = now;
                measureLoad();
                for (Attempt attempt : open) {
                    Records.write(attempt.folder().alive(), now.toString());
                }
                watch.sample(open, now).forEach(this::end);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        // Nothing is held: the processes and their files go on.
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

    private void spawn(Attempt attempt) {
        AttemptFolder folder = attempt.folder();
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(user.command(List.of("bash", folder.script().toString())));
        ProcessBuilder builder = new ProcessBuilder(words);
        SparkUser.clean(builder);
        builder.directory(folder.root().toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.state().resolve("start.log").toFile());
        try {
            Process shim = builder.start();
            LOG.log(
                    Level.INFO,
                    "driver started app={0} attempt={1} pid={2}",
                    attempt.plan().id().appId(),
                    attempt.plan().id().attempt(),
                    Long.toString(shim.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words.getFirst(), e);
        }
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

    private void measureLoad() {
        ProcFs.Processors now = processes.processors();
        long all = now.allTicks() - processorsBefore.allTicks();
        long busy = now.busyTicks() - processorsBefore.busyTicks();
        usedMilliCores = all <= 0 ? usedMilliCores : busy * 1000 * now.count() / all;
        processorsBefore = now;
    }
}
