package io.spindrift.history.http;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.CoreUsage.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The part of a run that `from` and `to` choose; all of it by default.
record Window(Instant from, Instant to) {
    private static final int BUCKETS_MAX = 2_000;

    static Window of(AppRun app, Parameters query) {
        Instant start = app.startedAt();
        Instant end = start.plus(app.duration());
        Instant from = query.instant("from").filter(start::isBefore).orElse(start);
        Instant to = query.instant("to").filter(end::isAfter).orElse(end);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "from is not before to, or both are outside of the run");
        }
        return new Window(from, to);
    }

    boolean overlaps(Instant start, Instant end) {
        return !start.isAfter(to) && !end.isBefore(from);
    }

    /// So many over the whole run that this window has about `points` of them.
    int buckets(AppRun app, int points) {
        double parts =
                (double) app.duration().toMillis()
                        / Math.max(1, Duration.between(from, to).toMillis());
        return (int) Math.min(BUCKETS_MAX, Math.ceil(points * Math.max(1, parts)));
    }

    List<Bucket> cut(CoreUsage usage) {
        int first = Math.min(first(usage), usage.buckets().size());
        long millis = Duration.between(usage.from(), to).toMillis();
        long last = Math.ceilDiv(millis, Math.max(1, usage.step().toMillis()));
        return usage.buckets().subList(first, Math.clamp(last, first, usage.buckets().size()));
    }

    /// When the first bucket of the window begins.
    Instant start(CoreUsage usage) {
        return usage.from().plus(usage.step().multipliedBy(first(usage)));
    }

    private int first(CoreUsage usage) {
        long millis = Duration.between(usage.from(), from).toMillis();
        return (int) Math.max(0, millis / Math.max(1, usage.step().toMillis()));
    }
}
