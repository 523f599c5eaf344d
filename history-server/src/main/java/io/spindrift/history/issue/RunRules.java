package io.spindrift.history.issue;

import io.spindrift.history.CoreTime;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskMetric;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What a whole run shows.
final class RunRules {
    private static final double DRIVER_SHARE = 0.4;
    private static final long DRIVER_MILLIS = 120_000;
    private static final double STAGE_FAILURES = 0.3;
    private static final double TASK_FAILURES = 0.1;
    private static final double UNEVEN = 3.162;
    private static final long UNEVEN_BYTES = 100L << 20;
    private static final long UNEVEN_MILLIS = 300_000;
    private static final double WAIT_SHARE = 0.5;
    private static final double CPU_SHARE = 0.25;

    private static final About DRIVER_ALONE =
            new About(
                    "driver-alone",
                    1,
                    Severity.WARNING,
                    "no job runs for over 40 % of the run, and over 2 minutes; not of streams",
                    "the slots that were idle meanwhile",
                    "Sparklens");
    private static final About STAGE_FAILURE_RATE =
            new About(
                    "stage-failure-rate",
                    1,
                    Severity.WARNING,
                    "3 or more stages and 30 % of them failed",
                    "the task time of failed stages",
                    "Dr. Elephant (moderate)");
    private static final About TASK_FAILURE_RATE =
            new About(
                    "task-failure-rate",
                    1,
                    Severity.WARNING,
                    "10 % of 20 or more tasks failed",
                    "as many average tasks as failed",
                    "Dr. Elephant (TuneIn, moderate)");
    private static final About UNEVEN_EXECUTORS =
            new About(
                    "uneven-executors",
                    1,
                    Severity.INFO,
                    "of three or more executors that lived as long one has over 3.16 × the median of task time"
                            + " (from 5 minutes), input or shuffle (from 100 MiB)",
                    About.NO_COST,
                    "Dr. Elephant (severe)");
    private static final About WAITING_TASKS =
            new About(
                    "waiting-tasks",
                    1,
                    Severity.INFO,
                    "tasks wait, other than for shuffle, for half of their time and compute for less than a"
                            + " quarter, from 10 core minutes",
                    "not told: who is waited for may be needed",
                    "ours");

    private RunRules() {}

    static List<Entry> entries() {
        return List.of(
                Entry.of(DRIVER_ALONE, RunRules::driverAlone),
                Entry.of(STAGE_FAILURE_RATE, RunRules::stageFailures),
                Entry.of(TASK_FAILURE_RATE, RunRules::taskFailures),
                Entry.of(UNEVEN_EXECUTORS, RunRules::unevenExecutors),
                Entry.of(WAITING_TASKS, RunRules::waitingTasks));
    }

    private static List<Issue> driverAlone(RunFacts facts) {
        long wall = facts.app().duration().toMillis();
        long alone = driverMillis(facts);
        if (facts.app().streaming()
                || facts.jobs().isEmpty()
                || alone < DRIVER_MILLIS
                || alone <= DRIVER_SHARE * wall) {
            return List.of();
        }
        RunTotals totals = facts.app().totals();
        long slots = totals.slotMillis() / Math.max(1, wall);
        return List.of(
                DRIVER_ALONE.issue(
                        "The driver worked alone for "
                                + Words.percent((double) alone / wall)
                                + " of the run",
                        List.of(
                                Clue.of(
                                                "No job ran for "
                                                        + Words.duration(alone)
                                                        + " of "
                                                        + Words.duration(wall))
                                        .with("driverMillis", alone)
                                        .with("durationMillis", wall)
                                        .evidence()),
                        "No number of executors makes this part quicker: look at what the program does between"
                                + " jobs (listing files, collecting, pandas, waiting for others), run independent"
                                + " jobs side by side, or let dynamic allocation give executors back meanwhile.",
                        Math.min(alone * slots, totals.idleMillis())));
    }

    private static long driverMillis(RunFacts facts) {
        Instant end = facts.app().startedAt().plus(facts.app().duration());
        Instant covered = facts.app().startedAt();
        long alone = 0;
        for (JobRun job :
                facts.jobs().stream().sorted(Comparator.comparing(JobRun::submittedAt)).toList()) {
            alone += Math.max(0, job.submittedAt().toEpochMilli() - covered.toEpochMilli());
            Instant ended = job.completedAt() == null ? end : job.completedAt();
            covered = ended.isAfter(covered) ? ended : covered;
        }
        return alone + Math.max(0, end.toEpochMilli() - covered.toEpochMilli());
    }

    private static List<Issue> stageFailures(RunFacts facts) {
        RunTotals totals = facts.app().totals();
        int ran = totals.stages() - totals.skippedStages();
        if (totals.failedStages() < 3 || totals.failedStages() < STAGE_FAILURES * ran) {
            return List.of();
        }
        long cost =
                facts.stages().stream()
                        .filter(stage -> stage.failureReason() != null)
                        .mapToLong(stage -> stage.taskMillis())
                        .sum();
        return List.of(
                STAGE_FAILURE_RATE.issue(
                        totals.failedStages() + " of " + ran + " stages failed",
                        List.of(
                                Clue.of(Words.duration(cost) + " of task time came to nothing")
                                        .with("failedStages", totals.failedStages())
                                        .with("stages", ran)
                                        .evidence()),
                        "Mend what fails first: see the other issues for its cause. Where executors are lost,"
                                + " set spark.shuffle.io.maxRetries to 10 and spark.shuffle.io.retryWait to 10s.",
                        cost));
    }

    private static List<Issue> taskFailures(RunFacts facts) {
        RunTotals totals = facts.app().totals();
        int failed = totals.tasks().failed();
        int ended = failed + totals.tasks().completed();
        if (ended < 20 || failed < TASK_FAILURES * ended) {
            return List.of();
        }
        return List.of(
                TASK_FAILURE_RATE.issue(
                        failed + " of " + ended + " tasks failed",
                        List.of(
                                Clue.of("Over all stages")
                                        .with("failedTasks", failed)
                                        .with("endedTasks", ended)
                                        .evidence()),
                        "So many tries again hide a cause: see the exceptions above. Where single nodes fail,"
                                + " set spark.excludeOnFailure.enabled to true.",
                        totals.taskMillis() / ended * failed));
    }

    /// One of the measures by which executors are compared.
    private record Measure(String name, long least, ToLongFunction<ExecutorRun> of) {}

    private static final List<Measure> MEASURES =
            List.of(
                    new Measure("taskMillis", UNEVEN_MILLIS, ExecutorRun::taskMillis),
                    new Measure(
                            "readBytes",
                            UNEVEN_BYTES,
                            each -> each.metrics().of(TaskMetric.INPUT_BYTES)),
                    new Measure(
                            "shuffleReadBytes",
                            UNEVEN_BYTES,
                            each -> each.metrics().shuffleReadBytes()),
                    new Measure(
                            "shuffleWriteBytes",
                            UNEVEN_BYTES,
                            each -> each.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN)),
                    new Measure(
                            "storageBytes",
                            UNEVEN_BYTES,
                            each ->
                                    each.storage().usedOnHeapBytes()
                                            + each.storage().usedOffHeapBytes()));

    private static List<Issue> unevenExecutors(RunFacts facts) {
        long longest =
                facts.executors().stream().mapToLong(each -> lived(facts, each)).max().orElse(0);
        List<ExecutorRun> alike =
                facts.executors().stream()
                        .filter(each -> !each.driver() && 2 * lived(facts, each) >= longest)
                        .toList();
        if (alike.size() < 3) {
            return List.of();
        }
        return MEASURES.stream()
                .flatMap(measure -> uneven(alike, measure).stream())
                .limit(1)
                .toList();
    }

    private static long lived(RunFacts facts, ExecutorRun executor) {
        Instant end = facts.app().startedAt().plus(facts.app().duration());
        Instant gone = executor.endedAt() == null ? end : executor.endedAt();
        return gone.toEpochMilli() - executor.addedAt().toEpochMilli();
    }

    private static Optional<Issue> uneven(List<ExecutorRun> executors, Measure measure) {
        long[] values = executors.stream().mapToLong(measure.of()).sorted().toArray();
        long median = values[values.length / 2];
        long most = Arrays.stream(values).max().orElse(0);
        if (most < measure.least() || most <= UNEVEN * Math.max(1, median)) {
            return Optional.empty();
        }
        ExecutorRun busiest =
                executors.stream().max(Comparator.comparingLong(measure.of())).orElseThrow();
        return Optional.of(
                UNEVEN_EXECUTORS.issue(
                        "Executor "
                                + busiest.id()
                                + " had "
                                + Words.number((double) most / Math.max(1, median))
                                + " times the work of the middle one",
                        List.of(
                                Clue.of(
                                                measure.name() + " of " + busiest.hostPort(),
                                                new Target.OfExecutor(busiest.id()))
                                        .with(measure.name(), most)
                                        .with("median", median)
                                        .evidence()),
                        "Where data is cached or read on few nodes, set spark.locality.wait to 0s; where keys"
                                + " are skewed, see that issue; else compare the nodes.",
                        0));
    }

    private static List<Issue> waitingTasks(RunFacts facts) {
        CoreTime time = facts.app().totals().coreTime();
        long task = facts.app().totals().taskMillis();
        if (!Work.worthwhile(facts)
                || time.ioMillis() < WAIT_SHARE * task
                || time.cpuMillis() > CPU_SHARE * task) {
            return List.of();
        }
        return List.of(
                WAITING_TASKS.issue(
                        "Tasks waited for "
                                + Words.percent((double) time.ioMillis() / task)
                                + " of their time and computed for "
                                + Words.percent((double) time.cpuMillis() / task),
                        List.of(
                                Clue.of("Summed over all tasks")
                                        .with("ioMillis", time.ioMillis())
                                        .with("cpuMillis", time.cpuMillis())
                                        .with("taskMillis", task)
                                        .evidence()),
                        "Python functions, storage and calls to other services are waited for. For storage try"
                                + " spark.executor.cores above the cores of the container (two tasks a core); for"
                                + " Python use functions of Spark or pandas UDFs.",
                        0));
    }
}
