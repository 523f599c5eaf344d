package io.spindrift.history.eventlog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of an event log, as far as it matters to history. Every field of a line is optional:
/// absent numbers are 0 (times and ids as said), absent texts empty.
///
/// Arrays are shared, not copied: an event is read once and dropped.
@SuppressWarnings("ArrayRecordComponent") // hundreds of thousands of these, compared in tests only
public sealed interface SparkEvent {
    record LogStart(String sparkVersion) implements SparkEvent {}

    record ApplicationStart(
            String name,
            String appId,
            @Nullable String attemptId,
            String user,
            long atMillis,
            Map<String, String> driverLogs)
            implements SparkEvent {}

    record ApplicationEnd(long atMillis, @Nullable Integer exitCode) implements SparkEvent {}

    record EnvironmentUpdate(
            Map<String, String> jvm,
            Map<String, String> spark,
            Map<String, String> hadoop,
            Map<String, String> system,
            Map<String, String> metrics,
            Map<String, String> classpath)
            implements SparkEvent {}

    record ResourceProfileAdded(
            int id, Map<String, ExecutorRequest> executor, Map<String, Double> task)
            implements SparkEvent {}

    record ExecutorRequest(String resource, long amount, String discoveryScript, String vendor) {}

    record ExecutorAdded(
            long atMillis,
            String id,
            String host,
            int cores,
            int resourceProfileId,
            Map<String, String> logUrls,
            Map<String, String> attributes)
            implements SparkEvent {}

    record ExecutorRemoved(long atMillis, String id, String reason) implements SparkEvent {}

    record BlockManagerAdded(
            long atMillis,
            String executorId,
            String host,
            int port,
            long maximumBytes,
            long maximumOnHeapBytes,
            long maximumOffHeapBytes)
            implements SparkEvent {}

    record BlockManagerRemoved(long atMillis, String executorId) implements SparkEvent {}

    record ExecutorExcluded(String id, boolean excluded) implements SparkEvent {}

    record ExecutorExcludedForStage(String id, int stageId, int stageAttempt)
            implements SparkEvent {}

    /// All executors of a machine.
    record NodeExcluded(String host, boolean excluded) implements SparkEvent {}

    record NodeExcludedForStage(String host, int stageId, int stageAttempt) implements SparkEvent {}

    /// @param properties only those of [TreeEvents#PROPERTIES]
    record JobStart(int id, long atMillis, List<StageInfo> stages, Map<String, String> properties)
            implements SparkEvent {}

    record JobEnd(int id, long atMillis, boolean succeeded, String message) implements SparkEvent {}

    record StageSubmitted(StageInfo stage, Map<String, String> properties) implements SparkEvent {}

    record StageCompleted(StageInfo stage) implements SparkEvent {}

    /// @param keptRdds those of its datasets that are to be kept
    /// @param submittedMillis 0 when absent, as is `completedMillis`
    record StageInfo(
            int id,
            int attempt,
            String name,
            int tasks,
            List<Integer> parentIds,
            List<Integer> rddIds,
            List<RddInfo> keptRdds,
            String details,
            long submittedMillis,
            long completedMillis,
            @Nullable String failureReason,
            List<UserAccumulator> accumulators,
            int resourceProfileId,
            boolean shufflePush,
            int shuffleMergers) {}

    record RddInfo(int id, String name, StorageEvent.Level level, int partitions) {}

    record TaskStart(int stageId, int stageAttempt, TaskInfo task) implements SparkEvent {}

    record TaskGettingResult(TaskInfo task) implements SparkEvent {}

    /// @param metrics by the columns of `history.TaskMetric`; absent for some failed tasks
    /// @param peaks by the columns of `history.PeakMetric`; absent before Spark 3.0
    record TaskEnd(
            int stageId,
            int stageAttempt,
            TaskEndReason reason,
            TaskInfo task,
            long @Nullable [] peaks,
            long @Nullable [] metrics)
            implements SparkEvent {}

    /// @param partition -1 when absent
    /// @param gettingResultMillis epoch time, 0 when the result came with the end
    record TaskInfo(
            long id,
            int index,
            int attempt,
            int partition,
            long launchMillis,
            String executorId,
            String host,
            String locality,
            boolean speculative,
            long gettingResultMillis,
            long finishMillis,
            boolean failed,
            boolean killed,
            Accumulables accumulables) {}

    /// Updates by one task: SQL metrics as numbers, the user's own as Spark wrote them. Spark's
    /// internal ones repeat the task's metrics and are left out.
    record Accumulables(long[] sqlIds, long[] sqlUpdates, List<UserAccumulator> user) {
        static final Accumulables NONE = new Accumulables(new long[0], new long[0], List.of());
    }

    record UserAccumulator(long id, String name, @Nullable String update, String value) {}

    /// @param reason Spark's word: `Success`, `ExceptionFailure`, `FetchFailed` …
    /// @param fetch what could not be fetched from where, in Spark's words
    record TaskEndReason(
            String reason,
            String className,
            String message,
            String stackTrace,
            @Nullable String lostExecutorId,
            @Nullable String fetch) {
        static final TaskEndReason SUCCESS = new TaskEndReason("Success", "", "", "", null, null);

        public boolean success() {
            return reason.equals("Success");
        }

        public boolean killed() {
            return reason.equals("TaskKilled");
        }
    }

    /// @param stageId -1 where no stage is meant
    record ExecutorPeaks(String executorId, int stageId, int stageAttempt, long[] peaks)
            implements SparkEvent {}

    record SqlStart(
            long id,
            long rootId,
            String description,
            String details,
            String planText,
            PlanInfo plan,
            long atMillis,
            Map<String, String> modifiedConfigs,
            List<String> tags,
            @Nullable String group,
            @Nullable String queryId)
            implements SparkEvent {}

    /// @param error absent before Spark 3.4, empty when it went well
    record SqlEnd(long id, long atMillis, @Nullable String error) implements SparkEvent {}

    record SqlPlanChanged(long id, String planText, PlanInfo plan) implements SparkEvent {}

    record SqlMetricsAdded(long id, List<MetricInfo> metrics) implements SparkEvent {}

    record DriverUpdates(long sqlId, long[] ids, long[] values) implements SparkEvent {}

    record PlanInfo(
            String nodeName,
            String simpleString,
            List<PlanInfo> children,
            List<MetricInfo> metrics) {
        static final PlanInfo NONE = new PlanInfo("", "", List.of(), List.of());
    }

    record MetricInfo(String name, long accumulatorId, String type) {}

    record Stream(StreamEvent event) implements SparkEvent {}

    record Connect(ConnectEvent event) implements SparkEvent {}

    record Storage(StorageEvent event) implements SparkEvent {}

    /// A process beside driver and executors.
    record ProcessAdded(
            long atMillis, String id, String hostPort, int cores, Map<String, String> logUrls)
            implements SparkEvent {}

    /// An event that history has no use for.
    record Unknown(String name) implements SparkEvent {}

    /// A line that is not JSON, or not the JSON of an event.
    record Malformed(String problem) implements SparkEvent {}
}
