package io.spindrift.history.ingest;

import io.spindrift.history.Intake;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.LogDecoder;
import io.spindrift.history.ingest.LogFollower.RewrittenException;
import io.spindrift.history.ingest.LogFollower.Round;
import io.spindrift.history.store.HistoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Follows event logs, on the beat of whoever calls [#poll]. All that must outlast this object is
/// in the store's rows: after a crash, [#start] takes up every log that was not read to its end.
public final class LogIntake implements Intake, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogIntake.class.getName());

    /// Lines read in one poll: about half a second's work.
    private static final long POLL_LINE_BYTES = 64L << 20;

    private static final long SHARE_MIN_BYTES = 1 << 20;

    /// Logs sealed at once, and polls with fewer ends after which those that wait are sealed: among
    /// very many logs, waiting for the disk after each would take longer than reading them.
    private static final int SEALED_MAX = 512;

    private static final int FEW = 16;

    /// Polls without more to read between two judgements of a run that grows.
    private static final int JUDGE_POLLS = 15;

    private final HistoryStore store;
    private final Executor readers;
    private final int lineMaxBytes;
    private final Map<RunId, Followed> followed = new LinkedHashMap<>();
    private final Set<RunId> unsealed = new LinkedHashSet<>();

    public LogIntake(HistoryStore store) {
        this(store, Runnable::run);
    }

    /// @param readers reads several logs at once; its bound is theirs
    public LogIntake(HistoryStore store, Executor readers) {
        this(store, readers, lineMaxBytes(Runtime.getRuntime().maxMemory()));
    }

    /// @param lineMaxBytes longer lines are left out, and counted among those that are no events
    LogIntake(HistoryStore store, Executor readers, int lineMaxBytes) {
        this.store = store;
        this.readers = readers;
        this.lineMaxBytes = lineMaxBytes;
    }

    /// A line is in memory several times while it is read as a tree, so a small heap bounds it,
    /// too.
    private static int lineMaxBytes(long heapBytes) {
        return (int) Math.min(LogDecoder.LINE_MAX_BYTES, heapBytes / 8);
    }

    /// Takes up what was not read to its end.
    public void start() {
        start(log -> false);
    }

    /// Likewise, but what lies in sources: they find it themselves.
    public synchronized void start(Predicate<String> inSources) {
        for (HistoryStore.Known each : store.logs()) {
            String log = each.log();
            if (!each.readToEnd() && !log.contains("://") && !inSources.test(log)) {
                follow(each.run(), Path.of(each.log()), null);
            }
        }
    }

    @Override
    public synchronized void follow(RunId run, Path log, @Nullable String jobId) {
        if (!followed.containsKey(run) && !store.readToEnd(run)) {
            Followed each = new Followed(run, EventLog.at(log), jobId, false);
            open(each).appear();
            followed.put(run, each);
        }
    }

    /// A log that was put by.
    synchronized void follow(RunId run, EventLog log, @Nullable String jobId) {
        if (!followed.containsKey(run) && !store.readToEnd(run)) {
            followed.put(run, new Followed(run, log, jobId, false));
        }
    }

    /// A log that a source has found; its run appears with the first poll.
    synchronized void follow(RunId run, EventLog log) {
        if (!followed.containsKey(run) && !store.readToEnd(run)) {
            followed.put(run, new Followed(run, log, null, true));
        }
    }

    /// Where the log lies that a run is read from, or was.
    synchronized Optional<String> address(RunId run) {
        Followed each = followed.get(run);
        return each == null
                ? store.known(run).map(HistoryStore.Known::log)
                : Optional.of(each.log.address());
    }

    /// Has a run read anew, or from another log than before; samples of memory stay.
    synchronized void unfold(RunId run) {
        Followed each = followed.remove(run);
        unsealed.remove(run);
        if (each != null) {
            each.drop();
        }
        store.unfold(run);
    }

    /// How a log of a source stands; null when it is not followed (any more).
    synchronized @Nullable Standing standing(RunId run) {
        Followed each = live(run);
        return each == null ? null : new Standing(each.sizeBytes, each.modifiedAt);
    }

    private @Nullable Followed live(RunId run) {
        Followed each = followed.get(run);
        return each == null || each.ended ? null : each;
    }

    record Standing(long sizeBytes, Instant modifiedAt) {}

    /// Has a log looked at with the next poll.
    synchronized void wake(RunId run) {
        Followed each = live(run);
        if (each != null) {
            each.wake();
        }
    }

    /// Logs that are being read, not those that stand still.
    synchronized int busy() {
        return (int)
                followed.values().stream()
                        .filter(each -> !each.ended && !each.standsStill())
                        .count();
    }

    private LogFollower open(Followed each) {
        LogFollower follower = each.follower;
        if (follower == null) {
            follower =
                    new LogFollower(
                            each.log,
                            store.open(each.run, each.log.address(), each.jobId),
                            lineMaxBytes);
            each.follower = follower;
        }
        return follower;
    }

    /// What one look at a log brought.
    private record Look(Followed log, @Nullable Round round, @Nullable Throwable problem) {}

    @Override
    public synchronized Progress poll() {
        List<Followed> due = followed.values().stream().filter(Followed::due).toList();
        long share = Math.max(SHARE_MIN_BYTES, POLL_LINE_BYTES / Math.max(1, due.size()));
        List<CompletableFuture<Look>> looks =
                due.stream()
                        .map(each ->
                                CompletableFuture.supplyAsync(() -> look(each, share), readers))
                        .toList();
        Set<RunId> changed = new LinkedHashSet<>();
        int ends = 0;
        long bytes = 0;
        long events = 0;
        boolean more = false;
        boolean judged = false;
        for (CompletableFuture<Look> future : looks) {
            Look look = future.join();
            Round round = look.round();
            if (round == null) {
                tryAgain(look.log(), look.problem());
                continue;
            }
            bytes += round.bytes();
            events += round.events();
            more |= round.more();
            if (round.ended() || round.events() > 0) {
                changed.add(look.log().run);
            }
            if (round.ended()) {
                ends++;
                look.log().drop();
                look.log().ended = true;
                unsealed.add(look.log().run);
            } else {
                judged |= !round.more() && judge(look.log());
                look.log().looked(round);
            }
        }
        if (judged) {
            store.commitIndex();
        }
        List<RunId> ended = ends < FEW || unsealed.size() >= SEALED_MAX ? seal() : List.of();
        changed.addAll(ended);
        return new Progress(due.size(), bytes, events, List.copyOf(changed), ended, more);
    }

    private List<RunId> seal() {
        List<RunId> ended = List.copyOf(unsealed);
        if (!ended.isEmpty()) {
            store.seal(ended);
            ended.forEach(followed::remove);
            unsealed.clear();
        }
        return ended;
    }

    private Look look(Followed each, long share) {
        try {
            return new Look(each, open(each).round(share), null);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // A log that is too deep for us must not stop the others.
            return new Look(each, null, e);
        }
    }

    private static boolean judge(Followed each) {
        LogFollower follower = each.follower;
        if (++each.pollsSinceJudged < JUDGE_POLLS || !each.changed || follower == null) {
            return false;
        }
        each.pollsSinceJudged = 0;
        each.changed = false;
        follower.judge();
        return true;
    }

    private void tryAgain(Followed each, @Nullable Throwable problem) {
        int failures = each.failed();
        if (problem instanceof RewrittenException) {
            store.forget(each.run);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "event log not read, will be tried again app="
                        + each.run.appId()
                        + " attempt="
                        + each.run.attempt()
                        + " log="
                        + each.log.address()
                        + " failures="
                        + failures,
                problem);
    }

    @Override
    public void sampled(RunId run, List<MemorySample> samples) {
        store.sampled(run, samples);
    }

    @Override
    public synchronized void close(RunId run, Instant driverEndedAt) {
        Followed each = live(run);
        if (each != null) {
            open(each).driverEnded(driverEndedAt.toEpochMilli());
            each.wake();
        }
    }

    /// Nothing was written to a log since then, for long, and so nothing more is waited for: its
    /// run is told to be incomplete.
    synchronized void standsStill(RunId run, Instant since) {
        Followed each = live(run);
        if (each != null) {
            open(each).standsStill(since.toEpochMilli());
            each.wake();
        }
    }

    @Override
    public synchronized void outcome(RunId run, String outcome) {
        Followed each = live(run);
        if (each != null) {
            open(each).outcome(outcome);
        } else if (store.outcome(run, outcome)) {
            store.commitIndex();
        }
    }

    @Override
    public synchronized LogState logState(RunId run) {
        Followed each = followed.get(run);
        if (each != null) {
            LogFollower follower = each.follower;
            return follower == null || follower.seen() ? LogState.OPEN : LogState.ABSENT;
        }
        return store.readToEnd(run) ? LogState.READ_TO_END : LogState.ABSENT;
    }

    @Override
    public synchronized void forget(RunId run) {
        Followed each = followed.remove(run);
        unsealed.remove(run);
        if (each != null) {
            each.drop();
        }
        store.forget(run);
    }

    /// Stops following; rows stay as they are.
    @Override
    public synchronized void close() {
        followed.values().forEach(Followed::drop);
        followed.clear();
    }
}
