package io.spindrift.history.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.CoreTime;
import io.spindrift.history.Failure.Cause;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.MemorySample;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskMetric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IssueRulesTest {
    private static final long MIB = 1L << 20;
    private static final long[] EVEN = {900, 1_000, 1_200, 2_000};

    @Test
    void issues_ofAHealthyRun_areNone() {
        assertThat(issues(Facts.healthy())).isEmpty();
    }

    @Test
    void issues_ofAnEmptyRun_areNone() {
        assertThat(issues(Facts.empty().time(0, 0, 0).exitCode(null))).isEmpty();
    }

    @Test
    void crash_ofTheDriver_isAnError() {
        Issue issue =
                only(
                        Facts.healthy()
                                .exitCode(1)
                                .failure(
                                        Source.APPLICATION,
                                        null,
                                        null,
                                        "",
                                        new Cause("java.lang.IllegalStateException", "no input")));

        assertThat(issue.ruleId()).isEqualTo("application-failed");
        assertThat(issue.severity()).isEqualTo(Severity.ERROR);
        assertThat(issue.title()).contains("IllegalStateException: no input");
    }

    @Test
    void crash_withAnExitCodeAlone_tellsWhatItMeans() {
        assertThat(only(Facts.healthy().exitCode(139)).title()).contains("native library");
    }

    @Test
    void failedJob_namesTheRootCauseAndItsStage() {
        Issue issue =
                only(
                        Facts.healthy()
                                .job(
                                        1,
                                        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times")
                                .stage(Facts.stage(Facts.STAGE, StageStatus.FAILED))
                                .failure(
                                        Source.TASK,
                                        null,
                                        Facts.STAGE,
                                        "",
                                        new Cause("org.apache.spark.SparkException", "task failed"),
                                        new Cause(
                                                "java.io.FileNotFoundException", "/data/in.csv")));

        assertThat(issue.ruleId()).isEqualTo("failed-job");
        assertThat(issue.severity()).isEqualTo(Severity.ERROR);
        assertThat(issue.title()).isEqualTo("Job 1 failed: FileNotFoundException: /data/in.csv");
        assertThat(issue.advice()).contains("check the path");
        assertThat(issue.evidence().getFirst().target()).isEqualTo(new Target.OfStage(Facts.STAGE));
        assertThat(issue.costCoreMillis()).isEqualTo(100_000);
    }

    @Test
    void failedJobs_ofOneCause_areOneIssue() {
        Facts facts = Facts.healthy();
        for (int job = 10; job < 15; job++) {
            facts.job(job, "Job aborted: java.io.IOException: part " + job + " is broken");
        }

        assertThat(only(facts).title()).startsWith("5 jobs failed");
    }

    @Test
    void cancelledJob_isNoIssue_butOneCutOffIs() {
        Facts stopped =
                Facts.healthy()
                        .job(1, "[SPARK_JOB_CANCELLED] Job 1 cancelled Query q was stopped")
                        .stage(Facts.stage(Facts.STAGE, StageStatus.FAILED))
                        .sql(5, "java.lang.InterruptedException", List.of());
        Facts cutOff = Facts.healthy().job(1, "Job 1 cancelled because SparkContext was shut down");

        assertThat(issues(stopped)).isEmpty();
        assertThat(only(cutOff).ruleId()).isEqualTo("failed-job");
    }

    @Test
    void failedSql_withNoFailedJob_isAWarning() {
        Facts facts =
                Facts.healthy().sql(5, "[PATH_NOT_FOUND] Path does not exist: /in", List.of());

        assertThat(only(facts).ruleId()).isEqualTo("failed-sql");
        assertThat(only(facts).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void failedSql_withAFailedJob_isToldByTheJob() {
        Facts facts = Facts.healthy().sql(5, "boom", List.of(1)).sql(6, null, List.of());

        assertThat(issues(facts)).isEmpty();
    }

    @Test
    void failedStage_thatWasRetried_isAWarning() {
        Facts facts =
                Facts.healthy()
                        .stage(Facts.stage(new StageId(2, 0), StageStatus.FAILED))
                        .stage(Facts.stage(new StageId(2, 1), StageStatus.COMPLETE));

        assertThat(only(facts).ruleId()).isEqualTo("failed-stage");
        assertThat(only(facts).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(facts).advice()).contains("Shuffle blocks were gone");
    }

    @Test
    void exception_ofARetriedTask_isAWarningWithTheTask() {
        Facts facts =
                Facts.healthy()
                        .failure(
                                Source.TASK,
                                null,
                                Facts.STAGE,
                                "",
                                new Cause("java.net.SocketTimeoutException", "Read timed out"));

        assertThat(only(facts).ruleId()).isEqualTo("exception");
        assertThat(only(facts).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(facts).evidence().getFirst().target())
                .isEqualTo(new Target.OfTask(Facts.STAGE, 7));
        assertThat(only(facts).costCoreMillis()).isEqualTo(3_000);
    }

    @Test
    void heapOutOfMemory_thatWasRetried_isAWarning() {
        Facts facts = Facts.healthy().failure(Source.TASK, null, Facts.STAGE, "", heap());

        assertThat(only(facts).ruleId()).isEqualTo("out-of-memory");
        assertThat(only(facts).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void heapOutOfMemory_thatCostAJob_isAnError() {
        Facts facts =
                Facts.healthy()
                        .job(1, "Job aborted: java.lang.OutOfMemoryError: Java heap space")
                        .stage(Facts.stage(Facts.STAGE, StageStatus.FAILED))
                        .failure(Source.TASK, null, Facts.STAGE, "", heap());

        assertThat(issues(facts)).extracting(Issue::ruleId).contains("out-of-memory", "failed-job");
        assertThat(issues(facts)).extracting(Issue::severity).containsOnly(Severity.ERROR);
    }

    @Test
    void executor_withExitCode52_ranOutOfHeap() {
        Facts facts = Facts.healthy().executor("1", "Command exited with code 52", null);

        assertThat(only(facts).ruleId()).isEqualTo("out-of-memory");
    }

    @Test
    void executor_withExitCode137_ranOverItsContainer() {
        Facts facts =
                Facts.healthy()
                        .executor(
                                "1",
                                "The executor with id 1 exited with exit code 137(SIGKILL, possible"
                                        + " container OOM).",
                                null);

        assertThat(only(facts).ruleId()).isEqualTo("container-out-of-memory");
        assertThat(only(facts).advice()).contains("memoryOverhead");
    }

    @Test
    void driver_outOfMemory_isAnErrorOfItsOwn() {
        assertThat(issues(Facts.healthy().exitCode(52)))
                .extracting(Issue::ruleId)
                .contains("driver-out-of-memory");
    }

    @Test
    void executor_thatWasLost_isAWarningWithItsReason() {
        Facts facts =
                Facts.healthy().executor("2", "Executor heartbeat timed out after 130 s", null);

        assertThat(only(facts).ruleId()).isEqualTo("executor-lost");
        assertThat(only(facts).title()).isEqualTo("Executor 2 was lost: it fell silent");
        assertThat(only(facts).evidence().getFirst().target())
                .isEqualTo(new Target.OfExecutor("2"));
    }

    @Test
    void executor_thatSparkGaveBack_isNoIssue() {
        Facts facts = Facts.healthy().executor("2", "Executor killed by driver.", null);

        assertThat(issues(facts)).isEmpty();
    }

    @Test
    void skew_ofOneLongTask_namesIt() {
        Facts facts = stage(new long[] {900, 1_000, 1_200, 60_000}, 100, Map.of(), CoreTime.NONE);

        assertThat(only(facts).ruleId()).isEqualTo("skew");
        assertThat(only(facts).title()).contains("1 m 0 s").contains("the median 1.0 s");
        assertThat(only(facts).evidence().getFirst().text())
                .contains("Task 42")
                .contains("40.0 MiB");
        assertThat(only(facts).costCoreMillis()).isEqualTo(200_000);
    }

    @Test
    void skew_ofAShortStage_isLetBe() {
        assertThat(issues(stage(new long[] {9, 10, 12, 4_000}, 100, Map.of(), CoreTime.NONE)))
                .isEmpty();
    }

    @Test
    void spill_ofATenthOfTheData_isAWarning() {
        Facts facts =
                stage(
                        EVEN,
                        100,
                        Map.of(
                                TaskMetric.MEMORY_SPILLED_BYTES, 900 * MIB,
                                TaskMetric.DISK_SPILLED_BYTES, 300 * MIB,
                                TaskMetric.INPUT_BYTES, 1_000 * MIB),
                        CoreTime.NONE);

        assertThat(only(facts).ruleId()).isEqualTo("spill");
        assertThat(only(facts).title()).contains("900 MiB");
    }

    @Test
    void spill_ofLittle_isLetBe() {
        Map<TaskMetric, Long> little =
                Map.of(
                        TaskMetric.MEMORY_SPILLED_BYTES, 200 * MIB,
                        TaskMetric.INPUT_BYTES, 100_000 * MIB);

        assertThat(issues(stage(EVEN, 100, little, CoreTime.NONE))).isEmpty();
    }

    @Test
    void gc_ofATenth_isAWarning() {
        Facts facts =
                stage(EVEN, 100, Map.of(), new CoreTime(0, 90_000, 0, 0, 0))
                        .time(600_000, 800_000, 120_000);

        assertThat(only(facts).ruleId()).isEqualTo("long-gc");
        assertThat(only(facts).title()).contains("20 %");
        assertThat(only(facts).costCoreMillis()).isEqualTo(90_000);
    }

    @Test
    void idleCores_aboveHalf_areAWarning() {
        Facts facts = Facts.healthy().time(1_000_000, 4_000_000, 0);

        assertThat(only(facts).ruleId()).isEqualTo("idle-cores");
        assertThat(only(facts).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(facts).costCoreMillis()).isEqualTo(3_000_000);
    }

    @Test
    void idleCores_ofAShortRun_areAnInfo() {
        assertThat(only(Facts.healthy().time(30_000, 120_000, 0)).severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void memory_aboveNineTenths_isAWarning() {
        Facts facts = Facts.healthy().executor("1", null, sample(950 * MIB, 1_000 * MIB));

        assertThat(only(facts).ruleId()).isEqualTo("memory-near-limit");
        assertThat(only(facts).title())
                .isEqualTo("1 container came within 5 % of the memory limit");
    }

    @Test
    void memory_withRoomOrWithoutLimit_isLetBe() {
        Facts facts =
                Facts.healthy()
                        .executor("1", null, sample(700 * MIB, 1_000 * MIB))
                        .executor("2", null, sample(700 * MIB, 0));

        assertThat(issues(facts)).isEmpty();
    }

    @Test
    void tinyTasks_byTheThousands_areAWarning() {
        Facts facts =
                stage(
                        new long[] {5, 20, 40, 90},
                        6_000,
                        Map.of(),
                        new CoreTime(0, 0, 0, 0, 50_000));

        assertThat(only(facts).ruleId()).isEqualTo("tiny-tasks");
        assertThat(only(facts).costCoreMillis()).isEqualTo(50_000);
    }

    @Test
    void issues_areSortedBySeverityThenCost() {
        Facts facts =
                Facts.healthy()
                        .job(9, "boom")
                        .time(1_000_000, 4_000_000, 0)
                        .executor("2", "Executor heartbeat timed out", null);

        assertThat(issues(facts))
                .extracting(Issue::ruleId)
                .containsExactly("failed-job", "idle-cores", "executor-lost");
    }

    private static Facts stage(
            long[] durations, int tasks, Map<TaskMetric, Long> metrics, CoreTime time) {
        return Facts.healthy()
                .stage(
                        Facts.stage(
                                Facts.STAGE,
                                StageStatus.COMPLETE,
                                durations,
                                tasks,
                                metrics,
                                time));
    }

    private static MemorySample sample(long bytes, long limit) {
        return new MemorySample("executor-1", Facts.START, bytes, 0, 0, limit);
    }

    private static Cause heap() {
        return new Cause("java.lang.OutOfMemoryError", "Java heap space");
    }

    private static List<Issue> issues(Facts facts) {
        return IssueRules.issues(facts.facts());
    }

    private static Issue only(Facts facts) {
        List<Issue> issues = issues(facts);
        assertThat(issues).hasSize(1);
        return issues.getFirst();
    }
}
