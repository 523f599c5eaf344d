package io.spindrift.history.ingest;

import io.spindrift.history.store.KeptLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which event logs stay. Only runs that have ended are ever among them. Pure.
///
/// @param ageMax since the end of the run
/// @param countMax logs in all, the newest
/// @param bytesMax of all that are kept, as they are kept
/// @param perJobMax logs of one job, the newest
public record Retention(Duration ageMax, int countMax, long bytesMax, int perJobMax) {
    private static final Duration FOR_EVER = Duration.ofDays(365_000);

    public Retention {
        if (ageMax.isNegative() || countMax < 0 || bytesMax < 0 || perJobMax < 0) {
            throw new IllegalArgumentException("bounds on what is kept are not negative");
        }
    }

    public static Retention all() {
        return new Retention(FOR_EVER, Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    public Retention withAgeMax(Duration age) {
        return new Retention(age, countMax, bytesMax, perJobMax);
    }

    public Retention withCountMax(int count) {
        return new Retention(ageMax, count, bytesMax, perJobMax);
    }

    public Retention withBytesMax(long bytes) {
        return new Retention(ageMax, countMax, bytes, perJobMax);
    }

    public Retention withPerJobMax(int logs) {
        return new Retention(ageMax, countMax, bytesMax, logs);
    }

    /// Whether a log of a run that ended then would stay at all.
    boolean covers(Instant endedAt, Instant now) {
        return countMax > 0 && bytesMax > 0 && perJobMax > 0 && isYoung(endedAt, now);
    }

    private boolean isYoung(Instant endedAt, Instant now) {
        return !endedAt.plus(ageMax).isBefore(now);
    }

    /// Those that are to go. The newest stay: a log that does not fit makes all older ones go, too,
    /// so that what is left has no holes.
    List<KeptLog> surplus(Collection<KeptLog> kept, Instant now) {
        List<KeptLog> newestFirst = new ArrayList<>(kept);
        newestFirst.sort(
                Comparator.comparing(KeptLog::endedAt)
                        .reversed()
                        .thenComparing(KeptLog::run, Comparator.reverseOrder()));
        List<KeptLog> gone = new ArrayList<>();
        Map<String, Integer> ofJob = new HashMap<>();
        long bytes = 0;
        int count = 0;
        for (KeptLog log : newestFirst) {
            String job = log.jobId();
            boolean ofFewInItsJob = job == null || ofJob.getOrDefault(job, 0) < perJobMax;
            if (!isYoung(log.endedAt(), now) || !ofFewInItsJob) {
                gone.add(log);
                continue;
            }
            bytes = Math.addExact(bytes, log.keptBytes());
            count++;
            if (count > countMax || bytes > bytesMax) {
                gone.add(log);
            } else if (job != null) {
                ofJob.merge(job, 1, Integer::sum);
            }
        }
        return gone;
    }
}
