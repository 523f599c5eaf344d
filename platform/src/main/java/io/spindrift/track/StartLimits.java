package io.spindrift.track;

import io.spindrift.app.AppTimeout;
import io.spindrift.app.Attempt;
import io.spindrift.app.FailureClass;
import io.spindrift.runtime.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long an attempt may take to begin: until its driver runs, until Spark in it has begun, until
/// its executors are there. Pure.
final class StartLimits {
    private StartLimits() {}

    /// @param why what it fails by
    record Exceeded(FailureClass why, String sentence) {}

    /// Of an attempt that has not ended; empty while it is within its limits.
    ///
    /// @param wanted the executors it begins with
    static Optional<Exceeded> exceeded(
            AppTimeout limits,
            Attempt attempt,
            int wanted,
            @Nullable Sighting sighting,
            LogView log,
            Instant now) {
        Instant driver = attempt.driverStartedAt();
        if (driver == null) {
            return late(attempt.admittedAt(), limits.start(), now)
                    ? exceeded(
                            FailureClass.START_TIMED_OUT,
                            "its driver did not start",
                            limits.start(),
                            attempt.hindrance())
                    : Optional.empty();
        }
        if (!ready(attempt, sighting, log) && late(driver, limits.ready(), now)) {
            return exceeded(
                    FailureClass.READY_TIMED_OUT,
                    "Spark did not begin in its driver",
                    limits.ready(),
                    null);
        }
        boolean lacking = wanted > 0 && attempt.executorsReadyAt() == null;
        return lacking && late(driver, limits.executors(), now)
                ? exceeded(
                        FailureClass.EXECUTORS_TIMED_OUT,
                        "its driver did not get " + executors(wanted),
                        limits.executors(),
                        null)
                : Optional.empty();
    }

    /// The first sign that Spark gives of itself: its log, or an executor that it asked for.
    private static boolean ready(Attempt attempt, @Nullable Sighting sighting, LogView log) {
        return attempt.sparkAppId() != null
                || attempt.executorsReadyAt() != null
                || log.sparkAppId() != null
                || (sighting != null && !sighting.executors().isEmpty());
    }

    private static boolean late(Instant since, @Nullable Duration limit, Instant now) {
        return limit != null && !now.isBefore(since.plus(limit));
    }

    private static Optional<Exceeded> exceeded(
            FailureClass why, String what, @Nullable Duration limit, @Nullable String hindrance) {
        long minutes = limit == null ? 0 : limit.toMinutes();
        String within = minutes == 1 ? "1 minute" : minutes + " minutes";
        String known = hindrance == null ? "" : ": " + hindrance;
        return Optional.of(new Exceeded(why, what + " within " + within + known));
    }

    private static String executors(int count) {
        return count == 1 ? "its executor" : "the " + count + " executors it begins with";
    }
}
