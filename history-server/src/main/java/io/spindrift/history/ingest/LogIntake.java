package io.spindrift.history.ingest;

import io.spindrift.history.Intake;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunId;
import io.spindrift.history.store.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows event logs in folders, on the beat of whoever calls [#poll]. All that must outlast this
/// object is in the store's rows: after a crash, [#start] takes up every log that was not read to
/// its end.
public final class LogIntake implements Intake, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogIntake.class.getName());

    /// Lines read in one poll: about half a second's work.
    private static final long POLL_LINE_BYTES = 64L << 20;

    /// Polls without more to read between two judgements of a run that grows.
    private static final int JUDGE_POLLS = 15;

    /// A log that cannot be read is left alone for up to so many polls.
    private static final int PAUSE_POLLS_MAX = 60;

    private final HistoryStore store;
    private final Map<RunId, Followed> followed = new LinkedHashMap<>();

    public LogIntake(HistoryStore store) {
        this.store = store;
    }

    private static final class Followed {
        final RunId run;
        final Path log;
        final @Nullable String jobId;
        @Nullable LogFollower follower;
        boolean changed;
        int pollsSinceJudged;
        int failures;
        int pausePolls;

        Followed(RunId run, Path log, @Nullable String jobId) {
            this.run = run;
            this.log = log;
            this.jobId = jobId;
        }
    }

    /// Takes up what was not read to its end.
    public synchronized void start() {
        for (HistoryStore.Unfinished each : store.unfinished()) {
            follow(each.run(), each.log(), null);
        }
    }

    @Override
    public synchronized void follow(RunId run, Path log, @Nullable String jobId) {
        if (followed.containsKey(run) || store.readToEnd(run)) {
            return;
        }
        Followed each = new Followed(run, log, jobId);
        open(each);
        followed.put(run, each);
    }

    private LogFollower open(Followed each) {
        LogFollower follower = each.follower;
        if (follower == null) {
            follower = new LogFollower(each.log, store.open(each.run, each.log, each.jobId));
            each.follower = follower;
        }
        return follower;
    }

    @Override
    public synchronized Progress poll() {
        List<RunId> ended = new ArrayList<>();
        long bytes = 0;
        long events = 0;
        boolean more = false;
        boolean judged = false;
        List<Followed> all = new ArrayList<>(followed.values());
        long share = Math.max(1 << 20, POLL_LINE_BYTES / Math.max(1, all.size()));
        for (Followed each : all) {
            if (each.pausePolls > 0) {
                each.pausePolls--;
                continue;
            }
            try {
                LogFollower.Round round = open(each).round(share);
                bytes += round.bytes();
                events += round.events();
                more |= round.more();
                each.failures = 0;
                each.changed |= round.events() > 0;
                if (round.ended()) {
                    ended.add(each.run);
                    drop(each);
                    followed.remove(each.run);
                    judged = true;
                } else if (!round.more()) {
                    judged |= judge(each);
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                // A log that is too deep for us must not stop the others.
                pause(each, e);
            }
        }
        if (judged) {
            store.commitIndex();
        }
        return new Progress(all.size(), bytes, events, ended, more);
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

    /// What is in memory may be ahead of the rows, so it goes; the next try starts from the rows.
    private static void pause(Followed each, Throwable problem) {
        drop(each);
        each.failures++;
        each.pausePolls = Math.min(PAUSE_POLLS_MAX, 1 << Math.min(6, each.failures));
        LOG.log(
                System.Logger.Level.WARNING,
                "event log not read, will be tried again app="
                        + each.run.appId()
                        + " attempt="
                        + each.run.attempt()
                        + " log="
                        + each.log
                        + " failures="
                        + each.failures,
                problem);
    }

    private static void drop(Followed each) {
        LogFollower follower = each.follower;
        each.follower = null;
        if (follower == null) {
            return;
        }
        try {
            follower.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the log of " + each.run, e);
        }
    }

    @Override
    public void sampled(RunId run, List<MemorySample> samples) {
        store.sampled(run, samples);
    }

    @Override
    public synchronized void close(RunId run, Instant driverEndedAt) {
        Followed each = followed.get(run);
        if (each != null) {
            open(each).driverEnded(driverEndedAt.toEpochMilli());
            each.pausePolls = 0;
        }
    }

    @Override
    public synchronized void outcome(RunId run, String outcome) {
        Followed each = followed.get(run);
        if (each != null) {
            open(each).outcome(outcome);
        } else {
            store.outcome(run, outcome);
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
        if (each != null) {
            drop(each);
        }
        store.forget(run);
    }

    /// Stops following; rows stay as they are.
    @Override
    public synchronized void close() {
        followed.values().forEach(LogIntake::drop);
        followed.clear();
    }
}
