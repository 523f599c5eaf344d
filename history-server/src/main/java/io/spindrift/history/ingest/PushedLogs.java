package io.spindrift.history.ingest;

import io.spindrift.history.Intake;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PushIntake;
import io.spindrift.history.RunId;
import io.spindrift.history.store.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Path root;
    private final Intake intake;
    private final HistoryStore history;
    private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

    /// Changed under its own lock only, and a log in it only under that of its run.
    private final Map<RunId, PushedLog> open =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<RunId, PushedLog> eldest) {
                    return size() > OPEN_LOGS;
                }
            };

    public PushedLogs(Path root, Intake intake, HistoryStore history) {
        this.root = root;
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
            if (!history.readToEnd(run)) {
                intake.follow(run, folder, null);
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "pushed log left alone, for it cannot be read folder=" + folder,
                    e);
        }
    }

    @Override
    public Taken taken(RunId run, String stream) {
        check(stream);
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
                return log.take(stream, first, lines, last);
            } catch (IOException e) {
                forget(run);
                throw new UncheckedIOException("cannot store what " + run + " has pushed", e);
            }
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
            PushedLog log = PushedLog.open(root, run, stream);
            intake.follow(run, log.folder(), null);
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
        intake.sampled(run, samples);
    }
}
