package io.spindrift.history.ingest;

import io.spindrift.history.AppRun;
import io.spindrift.history.ContainerLoad;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PushIntake;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.SparkEvent.ApplicationStart;
import io.spindrift.history.store.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Stores what applications push as event logs in one folder, and has each followed. Rows come from
/// those files alone: position and rows change together, so each line counts once.
public final class PushedLogs implements PushIntake {
    private static final System.Logger LOG = System.getLogger(PushedLogs.class.getName());
    private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /// Logs whose state is kept in memory; that of others is counted anew when they push again.
    private static final int OPEN_LOGS = 1_000;

    private static final int LOCKS = 64;

    /// A driver that lives sends samples of its memory every few seconds; but the server, or the
    /// way to it, may be away.
    private static final Duration QUIET = Duration.ofHours(1);

    private final Path root;
    private final LogIntake intake;
    private final HistoryStore history;

    /// When each driver that has not told its end was heard last.
    private final Map<RunId, Instant> heard = new ConcurrentHashMap<>();

    /// Runs that push, and whose rows come from a log that lies elsewhere.
    private final Set<RunId> doubled = ConcurrentHashMap.newKeySet();

    private final LiveLoads loads = new LiveLoads();
    private volatile Instant now = Instant.EPOCH;
    private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

    /// Changed under its own lock only, and a log in it only under that of its run.
    private final Map<RunId, PushedLog> open =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<RunId, PushedLog> eldest) {
                    return size() > OPEN_LOGS;
                }
            };

    public PushedLogs(Path root, LogIntake intake, HistoryStore history) {
        this.root = root.toAbsolutePath().normalize();
        this.intake = intake;
        this.history = history;
    }

    /// Has all logs followed that have not been read to their ends. A folder that cannot be read
    /// does not stop the others.
    public void start() {
        try {
            Files.createDirectories(root);
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(Files::isDirectory).forEach(this::takeUp);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the pushed logs in " + root, e);
        }
    }

    private void takeUp(Path folder) {
        try {
            RunId run = PushedLog.run(folder);
            if (isElsewhere(run)) {
                removeDoubled(run, folder);
            } else if (!history.readToEnd(run)) {
                intake.follow(run, folder, null);
                heard.put(run, now);
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "pushed log left alone, for it cannot be read folder=" + folder,
                    e);
        }
    }

    /// What a log elsewhere told to its end need not be here as well.
    private void removeDoubled(RunId run, Path folder) throws IOException {
        if (!history.readToEnd(run)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public Taken taken(RunId run, String stream) {
        check(stream);
        heard.replace(run, now);
        synchronized (lock(run)) {
            boolean unknown = Files.notExists(PushedLog.folder(root, run));
            return unknown ? new Taken(0, false) : log(run, stream).taken(stream);
        }
    }

    @Override
    public Taken take(RunId run, String stream, long first, byte[] lines, boolean last) {
        check(stream);
        if (first < 0) {
            throw new IllegalArgumentException("lines are numbered from 0, not " + first);
        }
        synchronized (lock(run)) {
            PushedLog log = log(run, stream);
            try {
                checkSame(run, lines);
                Taken before = log.taken(stream);
                Taken taken = log.take(stream, first, lines, last);
                tell(run, log, before, taken);
                return taken;
            } catch (IOException e) {
                forget(run);
                throw new UncheckedIOException("cannot store what " + run + " has pushed", e);
            }
        }
    }

    /// Closes runs whose drivers were not heard for long. To be called on a beat.
    public void beat(Instant time) {
        now = time;
        loads.sweep(time);
        heard.forEach((run, at) -> {
            if (at.equals(Instant.EPOCH)) {
                heard.replace(run, at, time); // since the start
            } else if (at.plus(QUIET).isBefore(time) && heard.remove(run, at)) {
                intake.standsStill(run, at);
            }
        });
    }

    private void tell(RunId run, PushedLog log, Taken before, Taken taken) {
        boolean more = taken.next() > before.next() || taken.ended() != before.ended();
        if (more && !doubled.contains(run) && history.readToEnd(run) && !isElsewhere(run)) {
            // It had been closed for it was silent.
            intake.unfold(run);
            intake.follow(run, log.folder(), null);
        }
        if (taken.ended()) {
            heard.remove(run);
            doubled.remove(run);
        } else {
            heard.put(run, now);
        }
    }

    /// Leaves the telling of a driver to another run that does so, too: this one has no rows any
    /// more. What is still pushed is taken, so that the driver need not care.
    public void leave(RunId run) {
        doubled.add(run);
        heard.remove(run);
        intake.unfold(run);
    }

    /// Whether its rows come from a log that lies elsewhere.
    private boolean isElsewhere(RunId run) {
        Path folder = PushedLog.folder(root, run);
        return intake.address(run).filter(log -> !log.equals(folder.toString())).isPresent();
    }

    /// A log that lies elsewhere may be of this application, which is fine, or of another that has
    /// its id.
    private void checkSame(RunId run, byte[] lines) {
        if (!doubled.contains(run)) {
            return;
        }
        Optional<ApplicationStart> start = LogHead.of(lines);
        Optional<AppRun> known = history.run(run);
        if (start.isPresent() && known.isPresent() && !Twins.isSame(known.get(), start.get())) {
            throw new PushRefusedException(
                    "attempt "
                            + run.attempt()
                            + " of "
                            + run.appId()
                            + " is another application's, whose log was read");
        }
    }

    private static void check(String stream) {
        if (!STREAM.matcher(stream).matches()) {
            throw new IllegalArgumentException("'stream' must match " + STREAM.pattern());
        }
    }

    private Object lock(RunId run) {
        return locks[Math.floorMod(run.hashCode(), LOCKS)];
    }

    private PushedLog log(RunId run, String stream) {
        synchronized (open) {
            PushedLog known = open.get(run);
            if (known != null) {
                return known;
            }
        }
        try {
            boolean elsewhere = isElsewhere(run);
            boolean gone = Files.notExists(PushedLog.folder(root, run));
            if (gone && !elsewhere && history.readToEnd(run)) {
                throw new PushRefusedException(
                        "attempt " + run.attempt() + " of " + run.appId() + " was put by");
            }
            PushedLog log = PushedLog.open(root, run, stream);
            if (elsewhere) {
                doubled.add(run);
            } else {
                intake.follow(run, log.folder(), null);
            }
            synchronized (open) {
                open.put(run, log);
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the pushed log of " + run, e);
        }
    }

    /// What is on the disk decides how to go on.
    private void forget(RunId run) {
        synchronized (open) {
            open.remove(run);
        }
    }

    @Override
    public void sampled(RunId run, List<MemorySample> samples) {
        heard.replace(run, now);
        intake.sampled(run, samples);
    }

    @Override
    public void loaded(RunId run, List<ContainerLoad> newest) {
        loads.put(run, newest, now);
    }

    @Override
    public List<ContainerLoad> loads(RunId run) {
        return loads.of(run, now);
    }
}
