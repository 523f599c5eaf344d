package io.spindrift.history.store;

import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.Failure;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that is known of a run as a whole, while its log is being folded.
final class AppState {
    final RunId run;
    @Nullable String jobId;
    String sparkAppId = "";
    @Nullable String sparkAttemptId;
    String name = "";
    String user = "";
    String sparkVersion = "";
    long startMillis;

    /// 0 while it runs.
    long endMillis;

    /// The newest time in the log.
    long updatedMillis;

    RunState state = RunState.RUNNING;

    /// What became of it, by the word of who ran it.
    @Nullable String outcome;

    /// Why it counts as ended where its log told no end.
    @Nullable String endReason;

    /// Its log has not grown for long, and nobody told of its driver.
    boolean standsStill;

    /// As it was judged last.
    boolean endedInFailure;

    @Nullable Integer exitCode;
    boolean localMode;
    int taskCpus = 1;

    /// Streaming queries that run, by the id of their run.
    final Set<String> streams = new LinkedHashSet<>();

    /// Whether batches of DStreams ran; these end with the application.
    boolean dstreams;

    /// Task CPUs by resource profile.
    final Map<Integer, Integer> profileTaskCpus = new LinkedHashMap<>();

    int jobs;
    int failedJobs;
    int stages;
    int failedStages;
    int skippedStages;
    int tasksTotal;
    int tasksActive;
    int tasksCompleted;
    int tasksFailed;
    int tasksKilled;
    int completedIndices;
    int sqls;
    int failedSqls;
    int lostExecutors;
    final long[] metrics = new long[36];
    final long[] coreMicros = new long[5];
    long taskMillis;
    long malformedLines;
    long unknownEvents;

    /// Unknown events by name.
    final Map<String, Long> unknownByName = new LinkedHashMap<>();

    boolean unknownDirty;
    final List<ProcessRun> processes = new ArrayList<>();
    boolean processesDirty;

    /// Datasets that the application has let go of.
    int unpersistedRdds;

    /// Clients' operations so far.
    int operations;

    /// Since when tasks have been running without a pause; 0 while none runs.
    long busySinceMillis;

    CoreSeries series = new CoreSeries(0);
    EnvironmentRun environment = EnvironmentRun.NONE;
    boolean environmentDirty;
    final Map<String, FailureState> failures = new LinkedHashMap<>();

    /// Kinds of failure beyond the bound, which are only counted.
    long failuresDropped;

    boolean failuresDirty;

    AppState(RunId run, @Nullable String jobId) {
        this.run = run;
        this.jobId = jobId;
    }

    void seen(long millis) {
        updatedMillis = Math.max(updatedMillis, millis);
    }

    int taskCpus(int resourceProfileId) {
        return Math.max(1, profileTaskCpus.getOrDefault(resourceProfileId, taskCpus));
    }

    /// A kind of failure with how often it came.
    static final class FailureState {
        final Failure first;
        int count = 1;
        long lastMillis;

        FailureState(Failure first) {
            this.first = first;
            this.lastMillis = first.firstAt().toEpochMilli();
        }

        Failure toFailure() {
            return new Failure(
                    first.source(),
                    first.firstAt(),
                    Instant.ofEpochMilli(lastMillis),
                    count,
                    first.chain(),
                    first.stackTrace(),
                    first.jobId(),
                    first.stage(),
                    first.taskId(),
                    first.sqlId(),
                    first.executorId());
        }
    }
}
