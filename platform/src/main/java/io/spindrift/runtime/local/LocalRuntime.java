package io.spindrift.runtime.local;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /// After the grace: so long the shims may take to write down how their containers ended.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final LocalSettings settings;
    private final InstantSource clock;
    private final SparkRuntimes runtimes;
    private final AppFiles files;
    private final SparkUser user;
    private final Preparation preparation;
    private final ProcFs processes = new ProcFs(Path.of("/proc"));
    private final MemoryWatch watch = new MemoryWatch(processes);
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
            for (Path launch : launches()) {
                Plan plan = Plan.parse(Records.read(launch).orElseThrow());
                Attempt attempt = attempt(plan);
                attempts.put(plan.id(), attempt);
                attempt.refresh(clock.instant());
                if (!begun(attempt) && !attempt.over()) {
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
            problems.add(new Problem("NOT_SUPPORTED", "R does not run on this cluster", "type"));
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
            carryOn(attempt, now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Sighting> sightings() {
        lock.lock();
        try {
            Instant now = clock.instant();
            attempts.values().forEach(attempt -> attempt.refresh(now));
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
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt == null) {
                return;
            }
            attempt.refresh(clock.instant());
            if (!attempt.over()) {
                return;
            }
            // First, so that a removal cut short is not taken for an attempt.
            Files.deleteIfExists(attempt.folder().launch());
            attempts.remove(id);
            removeScratch(attempt.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget " + id, e);
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
                attempt.refresh(now);
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
                attempt.refresh(now);
                if (!attempt.over()) {
                    carryOn(attempt, now);
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

    /// Ends what was ordered to end, and what a driver left behind.
    private void carryOn(Attempt attempt, Instant now) {
        Order order = Order.read(attempt.folder().order()).orElse(null);
        Exit driverExit = attempt.exit(ContainerId.DRIVER).orElse(null);
        if (driverExit != null) {
            // Its shim does this, too; it may have been killed.
            if (now.isAfter(driverExit.at().plus(LAST_WORDS.multipliedBy(4)))) {
                signal(attempt, "KILL", true);
            } else if (order != null && !now.isBefore(order.forceAt())) {
                signal(attempt, "KILL", false);
            }
            return;
        }
        if (order == null) {
            return;
        }
        Exit stopped = new Exit(now, null, ExitReason.STOPPED, "stopped before it began");
        if (attempt.driver().isEmpty() && !begun(attempt) && attempt.prevent(stopped)) {
            return;
        }
        if (now.isBefore(order.forceAt())) {
            attempt.driver()
                    .filter(driver -> processes.runs(driver.pid(), driver.start()))
                    .ifPresent(driver -> kill("TERM", List.of(driver.pid())));
        } else {
            signal(attempt, "KILL", now.isAfter(order.forceAt().plus(LAST_WORDS)));
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
        kill("KILL", over.pids());
    }

    private void kill(String signal, List<Long> pids) {
        List<String> words = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        run(words);
    }

    private void signal(Attempt attempt, String signal, boolean all) {
        long session =
                attempt.driver()
                        .filter(driver -> processes.runs(driver.shimPid(), driver.shimStart()))
                        .map(Records.Began::shimPid)
                        .orElse(0L);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "bash",
                                preparation.scripts().resolve("signal.sh").toString(),
                                signal,
                                Long.toString(session),
                                attempt.plan().id().toString()));
        if (all) {
            words.add("all");
        }
        run(words);
    }

    private void run(List<String> words) {
        try {
            user.run(words);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words.getFirst(), e);
        }
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

    private static boolean begun(Attempt attempt) {
        return Files.exists(attempt.folder().records(ContainerId.DRIVER).resolve("begun"));
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
            attempt.refresh(clock.instant());
            return !attempt.over()
                    && attempt.exit(container).isEmpty()
                    && attempt.exit(ContainerId.DRIVER).isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private List<Path> launches() {
        List<Path> launches = new ArrayList<>();
        try (DirectoryStream<Path> apps = Files.newDirectoryStream(settings.work(), "[a-z0-9]*")) {
            for (Path app : apps) {
                try (DirectoryStream<Path> numbers = Files.newDirectoryStream(app, "[0-9]*")) {
                    for (Path number : numbers) {
                        Path launch = number.resolve("state").resolve("launch.json");
                        if (Files.exists(launch)) {
                            launches.add(launch);
                        }
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return launches;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + settings.work(), e);
        }
        return launches;
    }

    private void removeScratch(AttemptFolder folder) throws IOException {
        if (user.separate()) {
            // What Spark kept for itself alone, only its user can remove.
            user.run(
                    List.of(
                            "find",
                            folder.scratch().toString(),
                            folder.records().toString(),
                            folder.sparkHome().resolve("work").toString(),
                            "-mindepth",
                            "1",
                            "-delete"));
        }
        Trees.remove(folder.root());
        try {
            Files.deleteIfExists(folder.root().getParent());
        } catch (DirectoryNotEmptyException e) {
            LOG.log(Level.DEBUG, "other attempts are in {0}", folder.root().getParent());
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
