package io.spindrift.history.issue;

import io.spindrift.history.CoreTime;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure.Cause;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Quantiles;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskMetric;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// For each rule of the catalogue, facts that fire it and facts that are near it and do not.
final class Examples {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final Quantiles NONE = new Quantiles(0, 0, 0, 0);

    private Examples() {}

    record Example(String ruleId, Facts fires, Facts doesNot) {}

    static List<Example> all() {
        return Stream.concat(ofRuns().stream(), PlanExamples.all().stream()).toList();
    }

    private static List<Example> ofRuns() {
        return List.of(
                of("application-failed", facts().exitCode(1), facts().exitCode(0)),
                of("failed-job", facts().job(1, "boom"), facts().job(1, "Job 1 cancelled by amy")),
                of(
                        "failed-sql",
                        facts().sql(5, "boom", List.of()),
                        facts().sql(5, "boom", List.of(1))),
                of("driver-out-of-memory", facts().exitCode(137), facts().exitCode(1)),
                of(
                        "out-of-memory",
                        facts().executor("1", "Command exited with code 52", null),
                        facts().executor("1", "Command exited with code 50", null)),
                of(
                        "container-out-of-memory",
                        facts().executor("1", "exited with exit code 137", null),
                        facts().executor("1", "exited with exit code 143", null)),
                of(
                        "failed-stage",
                        facts().stage(Facts.stage(new StageId(2, 0), StageStatus.FAILED)),
                        facts().stage(Facts.stage(new StageId(2, 0), StageStatus.COMPLETE))),
                of("exception", exception("java.io.IOException"), exception("ExecutorLostFailure")),
                of(
                        "executor-lost",
                        facts().executor("2", "Executor heartbeat timed out", null),
                        facts().executor("2", "Executor killed by driver.", null)),
                of("skew", durations(1_000, 60_000), durations(1_000, 4_000)),
                of("spill", spill(900), spill(90)),
                of("long-gc", collecting(70_000), collecting(50_000)),
                of(
                        "idle-cores",
                        facts().time(1_000_000, 4_000_000, 0),
                        facts().time(2_100_000, 4_000_000, 0)),
                of("memory-near-limit", resident(950), resident(850)),
                of("tiny-tasks", tiny(6_000), tiny(4_000)),
                of(
                        "driver-alone",
                        facts().lasting(400).time(600_000, 1_600_000, 0),
                        facts().lasting(150).time(600_000, 800_000, 0)),
                of("stage-failure-rate", facts().failing(3, 0, 100), facts().failing(2, 0, 100)),
                of("task-failure-rate", facts().failing(0, 20, 80), facts().failing(0, 5, 95)),
                of("uneven-executors", uneven(4_000_000), uneven(2_000_000)),
                of(
                        "waiting-tasks",
                        facts().time(600_000, 800_000, 0).waiting(500_000),
                        facts().time(600_000, 800_000, 0).waiting(250_000)),
                of("long-tasks", durations(700_000, 800_000), durations(500_000, 600_000)),
                of(
                        "long-stage",
                        stage(60, 100, 4_000_000, TaskMetric.EXECUTOR_RUN_MILLIS, 5_500_000),
                        stage(60, 100, 4_000_000, TaskMetric.EXECUTOR_RUN_MILLIS, 5_000_000)),
                of(
                        "few-tasks",
                        stage(300, 2, 500_000, TaskMetric.INPUT_BYTES, GIB),
                        stage(300, 4, 500_000, TaskMetric.INPUT_BYTES, GIB)),
                of("growing-data", written(20), written(5)),
                of(
                        "shuffle-wait",
                        stage(60, 100, 400_000, TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS, 100_000),
                        stage(60, 100, 400_000, TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS, 70_000)),
                of(
                        "slow-shuffle-write",
                        stage(60, 100, 400_000, TaskMetric.SHUFFLE_WRITE_NANOS, 100_000_000_000L),
                        stage(60, 100, 400_000, TaskMetric.SHUFFLE_WRITE_NANOS, 70_000_000_000L)),
                of("huge-partition", input(6 * GIB, 10, 20_000, 0), input(4 * GIB, 10, 20_000, 0)),
                of("small-splits", input(64 * MIB, 2_000, 500, 0), input(64 * MIB, 900, 500, 0)),
                of("large-splits", input(300 * MIB, 10, 9_000, 1), input(300 * MIB, 10, 9_000, 0)),
                of("executor-memory-unused", heap("8g", GIB, 0), heap("8g", 7 * GIB, 0)),
                of(
                        "executor-heap-full",
                        heap("1g", 1_020 * MIB, 40_000),
                        heap("1g", GIB / 2, 40_000)),
                of("driver-memory-unused", driver("8g", GIB, 0), driver("1g", GIB / 2, 0)),
                of("driver-heap-full", driver("1g", 1_020 * MIB, 0), driver("1g", GIB / 2, 0)),
                of("driver-gc", driver("1g", GIB / 2, 20_000), driver("1g", GIB / 2, 9_000)),
                of("unified-memory-unused", unified(GIB), unified(4 * GIB)),
                of("low-gc", lowGc("32g"), lowGc("8g")),
                of("memory-waste", waste("16g"), waste("1g")),
                of("executor-spill", spilling(2 * GIB), spilling(MIB)),
                of(
                        "large-executor",
                        set("spark.executor.memory", "24g"),
                        set("spark.executor.memory", "16g")),
                of("large-driver", set("spark.driver.cores", "8"), set("spark.driver.cores", "4")),
                of("java-serializer", shuffledObjects(null), shuffledObjects(7L)),
                of(
                        "no-shuffle-service",
                        dynamic().version("3.1.2"),
                        dynamic().version("3.1.2").set("spark.shuffle.service.enabled", "true")),
                of(
                        "dynamic-allocation-bounds",
                        dynamic().set("spark.dynamicAllocation.maxExecutors", "1000"),
                        dynamic().set("spark.dynamicAllocation.maxExecutors", "100")),
                of(
                        "jars-wildcard",
                        set("spark.jars", "/jars/*.jar"),
                        set("spark.jars", "/jars/a.jar")),
                of(
                        "adaptive-off",
                        sqlStage().set("spark.sql.adaptive.enabled", "false"),
                        sqlStage()),
                of(
                        "parallelism-first",
                        tinyReads(),
                        tinyReads()
                                .set(
                                        "spark.sql.adaptive.coalescePartitions.parallelismFirst",
                                        "false")));
    }

    static Example of(String ruleId, Facts fires, Facts doesNot) {
        return new Example(ruleId, fires, doesNot);
    }

    private static Facts facts() {
        return Facts.healthy();
    }

    private static Facts set(String key, String value) {
        return facts().set(key, value);
    }

    private static Facts dynamic() {
        return set("spark.dynamicAllocation.enabled", "true");
    }

    private static Facts exception(String className) {
        return facts().failure(Source.TASK, null, Facts.STAGE, "", new Cause(className, "boom"));
    }

    private static Facts resident(long mib) {
        return facts().executor(
                        "1",
                        null,
                        new MemorySample("executor-1", Facts.START, mib * MIB, 0, 0, 1_000 * MIB));
    }

    private static Facts stage(StageRun stage) {
        return facts().stage(stage);
    }

    private static Facts durations(long median, long max) {
        return stage(
                Facts.stage(
                        Facts.STAGE,
                        StageStatus.COMPLETE,
                        new long[] {median / 2, median, median * 2, max},
                        100,
                        Map.of(),
                        CoreTime.NONE));
    }

    private static Facts collecting(long millis) {
        return stage(
                        Facts.stage(
                                Facts.STAGE,
                                StageStatus.COMPLETE,
                                new long[] {900, 1_000, 1_200, 2_000},
                                100,
                                Map.of(),
                                new CoreTime(0, millis, 0, 0, 0)))
                .time(600_000, 800_000, millis);
    }

    private static Facts spill(long mib) {
        return stage(60, 100, 100_000, TaskMetric.MEMORY_SPILLED_BYTES, mib * MIB);
    }

    private static Facts tiny(int tasks) {
        return stage(
                Facts.stage(
                        Facts.STAGE,
                        StageStatus.COMPLETE,
                        new long[] {5, 20, 40, 90},
                        tasks,
                        Map.of(),
                        CoreTime.NONE));
    }

    private static Facts stage(
            long seconds, int tasks, long taskMillis, TaskMetric metric, long value) {
        long mean = taskMillis / tasks;
        return stage(
                Parts.stage(
                        Facts.STAGE,
                        null,
                        seconds,
                        tasks,
                        taskMillis,
                        new Quantiles(mean, mean, mean, mean),
                        NONE,
                        NONE,
                        Map.of(metric, value),
                        CoreTime.NONE));
    }

    private static Facts uneven(long millis) {
        Facts facts = facts();
        for (int i = 1; i <= 4; i++) {
            facts.worker(String.valueOf(i), i == 4 ? millis : 1_000_000, Map.of(), Map.of());
        }
        return facts;
    }

    private static Facts written(int times) {
        return stage(
                Parts.stage(
                        Facts.STAGE,
                        null,
                        60,
                        100,
                        100_000,
                        new Quantiles(1_000, 1_000, 1_000, 1_000),
                        NONE,
                        NONE,
                        Map.of(TaskMetric.INPUT_BYTES, GIB, TaskMetric.OUTPUT_BYTES, times * GIB),
                        CoreTime.NONE));
    }

    private static Facts input(long largest, int tasks, long millis, long spilled) {
        return stage(
                Parts.stage(
                        Facts.STAGE,
                        null,
                        30,
                        tasks,
                        tasks * millis,
                        new Quantiles(millis, millis, millis, millis),
                        new Quantiles(largest, largest, largest, largest),
                        NONE,
                        Map.of(
                                TaskMetric.INPUT_BYTES,
                                largest * tasks,
                                TaskMetric.MEMORY_SPILLED_BYTES,
                                spilled),
                        CoreTime.NONE));
    }

    private static Facts heap(String memory, long used, long gcMillis) {
        return set("spark.executor.memory", memory)
                .time(600_000, 800_000, gcMillis)
                .worker("1", 100, Map.of(), Map.of(PeakMetric.JVM_HEAP_MEMORY, used));
    }

    private static Facts driver(String memory, long used, long gcMillis) {
        return set("spark.driver.memory", memory)
                .worker(
                        ExecutorRun.DRIVER,
                        0,
                        Map.of(),
                        Map.of(
                                PeakMetric.JVM_HEAP_MEMORY, used,
                                PeakMetric.TOTAL_GC_TIME, gcMillis));
    }

    private static Facts unified(long used) {
        return set("spark.executor.memory", "8g")
                .time(600_000, 800_000, 55_000)
                .worker("1", 100, Map.of(), Map.of(PeakMetric.ON_HEAP_UNIFIED_MEMORY, used));
    }

    private static Facts lowGc(String memory) {
        return set("spark.executor.memory", memory)
                .set("spark.executor.cores", "4")
                .time(4_000_000, 5_000_000, 1_000);
    }

    private static Facts waste(String memory) {
        return set("spark.executor.memory", memory).time(4_000_000, 40_000_000, 400_000);
    }

    private static Facts spilling(long bytes) {
        Map<TaskMetric, Long> metrics = Map.of(TaskMetric.MEMORY_SPILLED_BYTES, bytes);
        return set("spark.executor.memory", "2g")
                .worker("1", 100, metrics, Map.of())
                .worker("2", 100, metrics, Map.of());
    }

    private static Facts shuffledObjects(@Nullable Long sqlId) {
        return stage(
                Parts.stage(
                        Facts.STAGE,
                        sqlId,
                        30,
                        100,
                        100_000,
                        new Quantiles(1_000, 1_000, 1_000, 1_000),
                        NONE,
                        NONE,
                        Map.of(TaskMetric.SHUFFLE_BYTES_WRITTEN, 200 * MIB),
                        CoreTime.NONE));
    }

    private static Facts sqlStage() {
        return stage(
                Parts.stage(
                        Facts.STAGE,
                        7L,
                        60,
                        2_000,
                        1_000_000,
                        new Quantiles(500, 500, 500, 500),
                        NONE,
                        NONE,
                        Map.of(),
                        CoreTime.NONE));
    }

    private static Facts tinyReads() {
        Facts facts = facts();
        for (int i = 10; i < 20; i++) {
            facts.stage(
                    Parts.stage(
                            new StageId(i, 0),
                            7L,
                            10,
                            200,
                            10_000,
                            new Quantiles(50, 50, 50, 50),
                            NONE,
                            new Quantiles(1_000, 1_000, 1_000, 1_000),
                            Map.of(TaskMetric.SHUFFLE_LOCAL_BYTES_READ, 200_000L),
                            CoreTime.NONE));
        }
        return facts;
    }
}
