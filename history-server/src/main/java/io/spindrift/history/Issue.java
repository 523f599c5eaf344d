package io.spindrift.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something wrong or wasted in a run, with its evidence and what to do.
///
/// @param ruleId stable and readable: `skew`, `executor-lost-oom`
/// @param ruleVersion rises when the rule's thresholds or words change
/// @param costCoreMillis what it cost, as far as that can be told; 0 where it cannot
public record Issue(
        String ruleId,
        int ruleVersion,
        Severity severity,
        String title,
        List<Evidence> evidence,
        String advice,
        long costCoreMillis) {
    public Issue {
        evidence = List.copyOf(evidence);
    }

    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /// One fact, its numbers, and where to see it.
    ///
    /// @param target absent where the whole run is meant
    public record Evidence(String text, List<Figure> figures, @Nullable Target target) {
        public Evidence {
            figures = List.copyOf(figures);
        }
    }

    /// @param name with its unit last: `spilledBytes`, `medianMillis`
    public record Figure(String name, double value) {}

    /// What the evidence is about; the console turns it into a link.
    public sealed interface Target {
        record OfJob(int jobId) implements Target {}

        record OfStage(StageId stage) implements Target {}

        record OfTask(StageId stage, long taskId) implements Target {}

        record OfExecutor(String executorId) implements Target {}

        record OfSql(long sqlId) implements Target {}

        record OfConfig(String key) implements Target {}
    }
}
