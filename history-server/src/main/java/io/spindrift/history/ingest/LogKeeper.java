package io.spindrift.history.ingest;

import io.spindrift.cloud.CloudException;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.KeptLogStore.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Has the event logs of runs put by once these have ended, and let go of when the retention does
/// not cover them any more. A log that may still grow is not touched: it is followed where it is.
/// Where Spark or the agent wrote into folders of ours, what was put by is removed there a while
/// after. For one thread.
public final class LogKeeper {
    private static final System.Logger LOG = System.getLogger(LogKeeper.class.getName());

    /// Failures of one log until it is left alone, up to the next start.
    private static final int TRIES_MAX = 5;

    private static final int DROPPED_A_BEAT_MAX = 1000;

    /// Logs put by until the retention is looked at again, for it looks at all that are kept.
    private static final int KEPT_BETWEEN_LOOKS = 64;

    private static final int REMOVED_A_BEAT_MAX = 20;

    /// Whoever pushed, or looks at the files, may need them for a while longer.
    private static final Duration GRACE = Duration.ofHours(1);

    /// So long the rest of a pushed log is waited for whose driver fell silent.
    private static final Duration SILENCE = Duration.ofHours(24);

    private final HistoryStore history;
    private final KeptLogs kept;
    private final Retention retention;
    private final Duration settling;
    private final List<Path> own;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Ended> doubled = new ArrayDeque<>();
    private final Set<RunId> seen = new HashSet<>();

    private int keptSinceLook;

    private record Waiting(Ended ended, Instant since, int tries) {}

    /// @param settling how long a log is let be once its run is known to have ended: reading comes
    ///   first, and whoever wrote it may still rename or compact it
    /// @param own folders whose logs are ours to remove once they are put by
    public LogKeeper(
            HistoryStore history,
            KeptLogs kept,
            Retention retention,
            Duration settling,
            List<Path> own) {
        this.history = history;
        this.kept = kept;
        this.retention = retention;
        this.settling = settling;
        this.own = own.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    }

    /// Puts by one log, and lets go of what is too much.
    ///
    /// @return whether more waits to be put by: call again at once
    public boolean beat(Instant now) {
        if (waiting.isEmpty()) {
            find(now);
        }
        if (isReady(now)) {
            Waiting next = waiting.remove();
            if (retention.covers(next.ended.endedAt(), now)) {
                keep(next, now);
            }
        }
        removeDoubled(now);
        boolean more = isReady(now);
        if (!more || ++keptSinceLook >= KEPT_BETWEEN_LOOKS) {
            keptSinceLook = 0;
            retention.surplus(kept.all(), now).stream()
                    .limit(DROPPED_A_BEAT_MAX)
                    .forEach(kept::drop);
        }
        return more;
    }

    private boolean isReady(Instant now) {
        Waiting next = waiting.peek();
        return next != null && !next.since.plus(settling).isAfter(now);
    }

    private void find(Instant now) {
        for (RunId run : history.endedRuns()) {
            if (seen.contains(run)) {
                continue;
            }
            Optional<Ended> ended = kept.ended(run);
            if (ended.isPresent() && !mayGoOn(ended.get(), now)) {
                seen.add(run);
                if (kept.isSettled(run)) {
                    doubled.add(ended.get());
                } else {
                    waiting.add(new Waiting(ended.get(), now, 0));
                }
            }
        }
    }

    /// A driver that was silent for long may still push the rest.
    private boolean mayGoOn(Ended ended, Instant now) {
        return isOwn(ended.log())
                && ended.endedAt().plus(SILENCE).isAfter(now)
                && history.run(ended.run())
                        .filter(run -> run.state() == RunState.INCOMPLETE)
                        .isPresent();
    }

    private void keep(Waiting one, Instant now) {
        try {
            kept.keep(one.ended);
            doubled.add(one.ended);
        } catch (CloudException | IOException | UncheckedIOException e) {
            boolean again = one.tries + 1 < TRIES_MAX;
            if (again) {
                waiting.add(new Waiting(one.ended, now, one.tries + 1));
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event log not put by, "
                            + (again ? "will be tried again" : "left alone until the next start")
                            + " app="
                            + one.ended.run().appId()
                            + " attempt="
                            + one.ended.run().attempt(),
                    e);
        }
    }

    private void removeDoubled(Instant now) {
        int looked = Math.min(doubled.size(), REMOVED_A_BEAT_MAX);
        for (int i = 0; i < looked; i++) {
            Ended ended = doubled.removeFirst();
            if (ended.endedAt().plus(GRACE).isAfter(now)) {
                doubled.addLast(ended);
            } else if (isOwn(ended.log())) {
                remove(ended);
            }
        }
    }

    private boolean isOwn(String log) {
        Path path = Path.of(log).toAbsolutePath().normalize();
        return own.stream().anyMatch(folder -> path.startsWith(folder) && !path.equals(folder));
    }

    private static void remove(Ended ended) {
        try (Stream<Path> files = Files.walk(Path.of(ended.log()))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return; // it was removed before
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event log is kept twice, for it could not be removed log=" + ended.log(),
                    e);
        }
    }
}
