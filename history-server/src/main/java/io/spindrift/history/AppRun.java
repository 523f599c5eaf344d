package io.spindrift.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One attempt of an application, as its event log tells it.
///
/// @param sparkAppId Spark's own id (`app-20261121101500-0000`); empty until the log has said it
/// @param sparkAttemptId Spark's own attempt id, which only YARN sets
/// @param jobId the job that the run was followed for, else the one that its properties name, if
///   any
/// @param startedAt when Spark started the application
/// @param endedAt when it ended; absent while it runs
/// @param updatedAt the newest time in the log
/// @param exitCode the driver's, where Spark (4.0 on) wrote it
/// @param localMode whether tasks run in the driver, which then counts as an executor
/// @param streaming whether a streaming query, or a stream of DStreams, runs now
/// @param outcome what became of it by the word of who ran it, such as KILLED; absent where nobody
///   has told, or while it runs
/// @param endReason why it counts as ended where its log told no end: a plain sentence
/// @param endedInFailure as [RunFacts#endedInFailure] found when its log was read last
public record AppRun(
        RunId id,
        String sparkAppId,
        @Nullable String sparkAttemptId,
        @Nullable String jobId,
        String name,
        String user,
        String sparkVersion,
        Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        RunState state,
        @Nullable Integer exitCode,
        boolean localMode,
        boolean streaming,
        @Nullable String outcome,
        @Nullable String endReason,
        boolean endedInFailure,
        RunTotals totals) {
    public AppRun {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(totals, "totals");
    }

    /// What became of it in the platform's words, such as `COMPLETED_WITH_WARNINGS`: by the word of
    /// who ran it, else as far as an event log tells, where one that was killed and one that
    /// crashed look alike.
    public String word() {
        return word(totals.issues(), endedInFailure);
    }

    String word(IssueCounts issues, boolean failed) {
        if (outcome != null) {
            return outcome;
        }
        if (state == RunState.RUNNING || state == RunState.INCOMPLETE) {
            return state.name();
        }
        if (failed || state == RunState.CUT_OFF || (exitCode != null && exitCode != 0)) {
            return "FAILED";
        }
        return issues.errors() > 0 ? "COMPLETED_WITH_WARNINGS" : "COMPLETED";
    }

    /// From start to end, or to the newest time in the log.
    public Duration duration() {
        return Duration.between(startedAt, endedAt == null ? updatedAt : endedAt);
    }

    /// Σ task durations ÷ Σ (slots × executor uptime); absent before there was a slot.
    public OptionalDouble efficiency() {
        return share(totals.taskMillis());
    }

    /// CPU time of tasks ÷ the same denominator.
    public OptionalDouble cpuEfficiency() {
        return share(totals.coreTime().cpuMillis());
    }

    private OptionalDouble share(long millis) {
        return totals.slotMillis() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) millis / totals.slotMillis());
    }
}
