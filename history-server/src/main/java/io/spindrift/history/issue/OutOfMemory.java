package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Memory ran out: of a heap (`OutOfMemoryError`, Spark's own, exit code 52), of a container (137
/// or killed for its memory), or in the driver. An error where a job or the driver was lost by it,
/// else a warning.
final class OutOfMemory implements Rule {
    static final About DRIVER =
            new About(
                    "driver-out-of-memory",
                    1,
                    Severity.ERROR,
                    "the driver ended for want of memory: an OutOfMemoryError, or exit code 52 or 137",
                    "all core hours of the run",
                    "ours");

    static final About EXECUTOR =
            new About(
                    "out-of-memory",
                    1,
                    Severity.ERROR,
                    "tasks failed with an OutOfMemoryError or Spark's own, or executors ended with code 52; a warning where no job was lost by it",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn)");

    static final About CONTAINER =
            new About(
                    "container-out-of-memory",
                    1,
                    Severity.ERROR,
                    "executors were killed for the memory of their container (code 137); a warning where no job was lost by it",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn)");

    private static final int EVIDENCE_MAX = 5;
    private static final Pattern HEAP =
            Pattern.compile(
                    "OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY|GC overhead limit|Java heap space");

    static boolean isAbout(Failure failure) {
        return Stream.concat(
                        failure.chain().stream()
                                .map(cause -> cause.className() + " " + cause.message()),
                        Stream.of(failure.stackTrace()))
                .anyMatch(text -> HEAP.matcher(text).find());
    }

    @Override
    public List<Issue> find(RunFacts facts) {
        List<Issue> found = new ArrayList<>();
        driver(facts, found);
        heap(facts, found);
        container(facts, found);
        return found;
    }

    private static void driver(RunFacts facts, List<Issue> found) {
        List<Evidence> evidence = new ArrayList<>();
        facts.failures().stream()
                .filter(failure -> failure.source() == Source.APPLICATION && isAbout(failure))
                .forEach(failure ->
                        evidence.add(
                                Clue.of(
                                                RootCause.of(failure).sentence(),
                                                new Target.OfExecutor(ExecutorRun.DRIVER))
                                        .evidence()));
        Integer code = facts.app().exitCode();
        if (code != null && (code == 137 || code == 52) && evidence.isEmpty()) {
            evidence.add(
                    Clue.of(
                                    "The driver: " + ExitReason.of(code, "").meaning(),
                                    new Target.OfExecutor(ExecutorRun.DRIVER))
                            .with("exitCode", code)
                            .evidence());
        }
        if (evidence.isEmpty()) {
            return;
        }
        String advice =
                Objects.equals(code, 137)
                        ? "Raise the driver's memoryOverhead by half, and collect less to it."
                        : "Raise driver.memory to twice of what it is, and collect or broadcast less.";
        found.add(
                issue(
                        DRIVER,
                        Severity.ERROR,
                        "The driver ran out of memory",
                        evidence,
                        advice,
                        facts.app().totals().coreMillis()));
    }

    private static void heap(RunFacts facts, List<Issue> found) {
        List<Evidence> evidence = new ArrayList<>();
        boolean costly = false;
        for (Failure failure : facts.failures()) {
            if (failure.source() == Source.TASK && isAbout(failure)) {
                costly |= Work.costAJob(facts, failure);
                evidence.add(task(failure));
            }
        }
        for (ExecutorRun executor : ended(facts, ExitReason.Kind.HEAP_FULL)) {
            evidence.add(executor(executor));
        }
        if (evidence.isEmpty()) {
            return;
        }
        costly |= jobsLostTo(facts, HEAP) || jobsLostTo(facts, Pattern.compile("code 52"));
        found.add(
                issue(
                        EXECUTOR,
                        costly ? Severity.ERROR : Severity.WARNING,
                        "Executors ran out of heap",
                        evidence,
                        ExitReason.of(52, "").advice(),
                        0));
    }

    private static void container(RunFacts facts, List<Issue> found) {
        List<Evidence> evidence = new ArrayList<>();
        ended(facts, ExitReason.Kind.CONTAINER_FULL)
                .forEach(executor -> evidence.add(executor(executor)));
        if (evidence.isEmpty()) {
            return;
        }
        boolean costly = jobsLostTo(facts, Pattern.compile("code 137|OOM|memory limits"));
        found.add(
                issue(
                        CONTAINER,
                        costly ? Severity.ERROR : Severity.WARNING,
                        Words.count(evidence.size(), "executor")
                                + " killed for memory outside the heap",
                        evidence,
                        ExitReason.of(137, "").advice(),
                        0));
    }

    private static Issue issue(
            About about,
            Severity severity,
            String title,
            List<Evidence> evidence,
            String advice,
            long cost) {
        List<Evidence> told = evidence.subList(0, Math.min(EVIDENCE_MAX, evidence.size()));
        return about.issue(severity, title, told, advice, cost);
    }

    private static boolean jobsLostTo(RunFacts facts, Pattern words) {
        return Work.failedJobs(facts).stream()
                .map(job -> job.failure())
                .filter(Objects::nonNull)
                .anyMatch(text -> words.matcher(text).find());
    }

    private static List<ExecutorRun> ended(RunFacts facts, ExitReason.Kind kind) {
        return facts.executors().stream()
                .filter(executor -> executor.removeReason() != null)
                .filter(executor ->
                        ExitReason.of(Objects.requireNonNull(executor.removeReason())).kind()
                                == kind)
                .toList();
    }

    private static Evidence task(Failure failure) {
        String text = RootCause.of(failure).sentence() + ", " + Words.times(failure.count());
        Clue clue =
                failure.stage() == null
                        ? Clue.of(text)
                        : failure.taskId() == null
                                ? Clue.of(text, new Target.OfStage(failure.stage()))
                                : Clue.of(
                                        text, new Target.OfTask(failure.stage(), failure.taskId()));
        return clue.with("count", failure.count()).evidence();
    }

    private static Evidence executor(ExecutorRun executor) {
        String reason = ExitReason.of(Objects.requireNonNull(executor.removeReason())).meaning();
        return Clue.of(
                        "Executor " + executor.id() + ": " + reason,
                        new Target.OfExecutor(executor.id()))
                .with("failedTasks", executor.tasks().failed())
                .evidence();
    }
}
