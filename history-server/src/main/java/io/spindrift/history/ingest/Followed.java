package io.spindrift.history.ingest;

import io.spindrift.history.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A log that is followed, and when to look at it next. What it holds open may be dropped at any
/// time: the next look goes on from the rows.
final class Followed {
    /// A log that cannot be read is left alone for up to so many polls.
    private static final int PAUSE_POLLS_MAX = 60;

    /// A log of a source that stands still for so many looks keeps nothing open.
    private static final int PARK_LOOKS = 3;

    final RunId run;
    final EventLog log;
    final @Nullable String jobId;

    /// Whether a source watches it: one of very many, which may stand still for ever.
    final boolean ofSource;

    @Nullable LogFollower follower;

    /// Read to its end, and not sealed yet.
    boolean ended;

    boolean changed;
    int pollsSinceJudged;
    long sizeBytes;
    Instant modifiedAt = Instant.EPOCH;
    private int failures;
    private int quietLooks;
    private int pausePolls;

    Followed(RunId run, EventLog log, @Nullable String jobId, boolean ofSource) {
        this.run = run;
        this.log = log;
        this.jobId = jobId;
        this.ofSource = ofSource;
    }

    /// Whether it is to be looked at in this poll.
    boolean due() {
        if (ended) {
            return false;
        }
        if (pausePolls > 0) {
            pausePolls--;
            return false;
        }
        return true;
    }

    void wake() {
        pausePolls = 0;
        quietLooks = 0;
    }

    boolean standsStill() {
        return quietLooks >= PARK_LOOKS || failures > 0;
    }

    void looked(LogFollower.Round round) {
        failures = 0;
        changed |= round.events() > 0;
        sizeBytes = round.sizeBytes();
        modifiedAt = round.modifiedAt();
        quietLooks = round.events() > 0 || round.more() ? 0 : quietLooks + 1;
        if (ofSource) {
            pausePolls = Math.min(PAUSE_POLLS_MAX, quietLooks);
        }
        if (ofSource && standsStill()) {
            drop();
        }
    }

    /// What is in memory may be ahead of the rows, so it goes; the next try starts from the rows.
    int failed() {
        drop();
        failures++;
        pausePolls = Math.min(PAUSE_POLLS_MAX, 1 << Math.min(6, failures));
        return failures;
    }

    void drop() {
        LogFollower open = follower;
        follower = null;
        if (open != null) {
            open.close();
        }
    }
}
