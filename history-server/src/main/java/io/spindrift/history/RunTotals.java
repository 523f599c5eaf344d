package io.spindrift.history;

/// Sums over one run.
///
/// @param taskMillis Σ task durations, failed and killed ones included
/// @param slotMillis Σ (slots × uptime) over executors: slots are ⌊cores ÷ `spark.task.cpus`⌋, and
///   an executor without a removal lives until the application's end
/// @param coreMillis Σ (cores × uptime) over the same executors
/// @param idleMillis `slotMillis` less `taskMillis`, never below zero
/// @param peakMemoryBytes the highest memory of any one container, sampled or else reported by its
///   JVM
/// @param issues found so far, by severity
public record RunTotals(
        int jobs,
        int failedJobs,
        int stages,
        int failedStages,
        int skippedStages,
        TaskCounts tasks,
        int sqls,
        int failedSqls,
        int executors,
        int lostExecutors,
        int activeExecutors,
        TaskMetrics metrics,
        CoreTime coreTime,
        long taskMillis,
        long slotMillis,
        long coreMillis,
        long idleMillis,
        long peakMemoryBytes,
        IssueCounts issues) {}
