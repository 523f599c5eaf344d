package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Executors that went before the application did, grouped by why. Those that Spark gave back are
/// no loss, those that ran out of memory are in [OutOfMemory].
final class LostExecutors implements Rule {
    static final About ABOUT =
            new About(
                    "executor-lost",
                    1,
                    Severity.WARNING,
                    "executors went before the application did, and neither for memory nor by Spark's wish",
                    About.NO_COST,
                    "ours");

    private static final int EVIDENCE_MAX = 5;
    private static final Duration AT_THE_END = Duration.ofSeconds(3);

    @Override
    public List<Issue> find(RunFacts facts) {
        Map<ExitReason.Kind, List<ExecutorRun>> byKind = new TreeMap<>();
        for (ExecutorRun executor : facts.executors()) {
            String reason = executor.removeReason();
            if (reason != null
                    && !executor.driver()
                    && isLoss(ExitReason.of(reason).kind())
                    && !atTheEnd(facts, executor)) {
                byKind.computeIfAbsent(ExitReason.of(reason).kind(), kind -> new ArrayList<>())
                        .add(executor);
            }
        }
        return byKind.values().stream().map(LostExecutors::issue).toList();
    }

    /// Executors of standalone clusters are told to end a moment before the application has ended.
    private static boolean atTheEnd(RunFacts facts, ExecutorRun executor) {
        Instant end = facts.app().endedAt();
        Instant gone = executor.endedAt();
        return end != null && gone != null && gone.isAfter(end.minus(AT_THE_END));
    }

    private static boolean isLoss(ExitReason.Kind kind) {
        return switch (kind) {
            case PLANNED, HEAP_FULL, CONTAINER_FULL -> false;
            case TAKEN_AWAY, SILENT, BROKEN, CRASHED, UNKNOWN -> true;
        };
    }

    private static Issue issue(List<ExecutorRun> lost) {
        ExitReason reason = reason(lost.getFirst());
        List<Evidence> evidence =
                lost.stream().limit(EVIDENCE_MAX).map(LostExecutors::evidence).toList();
        String who =
                lost.size() == 1
                        ? "Executor " + lost.getFirst().id() + " was lost"
                        : lost.size() + " executors were lost";
        return ABOUT.issue(who + ": " + reason.meaning(), evidence, reason.advice(), 0);
    }

    private static Evidence evidence(ExecutorRun executor) {
        return Clue.of(
                        "Executor "
                                + executor.id()
                                + " on "
                                + executor.hostPort()
                                + ": "
                                + Words.line(
                                        executor.removeReason() == null
                                                ? ""
                                                : executor.removeReason(),
                                        200),
                        new Target.OfExecutor(executor.id()))
                .with("failedTasks", executor.tasks().failed())
                .evidence();
    }

    private static ExitReason reason(ExecutorRun executor) {
        return ExitReason.of(executor.removeReason() == null ? "" : executor.removeReason());
    }
}
