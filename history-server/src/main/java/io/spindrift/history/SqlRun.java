package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One SQL execution: a query or a DataFrame action.
///
/// @param description what Spark shows as its name: often the SQL text
/// @param details where in the user's code it was born: a call stack
/// @param queryId Spark's name for it, where it gives one
/// @param planText the latest physical plan, adaptive changes included
/// @param firstPlanText the plan before adaptive execution, where that changed it
/// @param planVersions how many plans there were
/// @param error the message where it failed
/// @param nodes the latest plan as a graph, in Spark's numbering
public record SqlRun(
        long id,
        long rootId,
        String description,
        String details,
        SqlStatus status,
        Instant submittedAt,
        @Nullable Instant completedAt,
        @Nullable String error,
        List<Integer> runningJobs,
        List<Integer> succeededJobs,
        List<Integer> failedJobs,
        List<Integer> stageIds,
        @Nullable String group,
        List<String> tags,
        @Nullable String queryId,
        Map<String, String> modifiedConfigs,
        String planText,
        @Nullable String firstPlanText,
        int planVersions,
        List<PlanNode> nodes,
        List<PlanEdge> edges) {
    public SqlRun {
        runningJobs = List.copyOf(runningJobs);
        succeededJobs = List.copyOf(succeededJobs);
        failedJobs = List.copyOf(failedJobs);
        stageIds = List.copyOf(stageIds);
        tags = List.copyOf(tags);
        modifiedConfigs = Map.copyOf(modifiedConfigs);
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /// Spark's words.
    public enum SqlStatus {
        RUNNING,
        COMPLETED,
        FAILED
    }

    /// An operator of the plan.
    ///
    /// @param codegenId the whole-stage code generation it runs in
    /// @param cluster whether it stands for such a stage itself, others being inside it
    public record PlanNode(
            long id,
            String name,
            String description,
            @Nullable Integer codegenId,
            boolean cluster,
            List<PlanMetric> metrics) {
        public PlanNode {
            metrics = List.copyOf(metrics);
        }
    }

    /// Data flows from one node to another.
    public record PlanEdge(long fromId, long toId) {}

    /// What an operator measured over its tasks.
    ///
    /// @param type `sum`, `size`, `timing` (ms), `nsTiming` or `average` (stored ten times too big)
    /// @param value absent before anything was reported
    public record PlanMetric(
            String name, long accumulatorId, String type, @Nullable MetricValue value) {}

    /// `median` is exact up to 128 task values and within 4 % beyond. `text` is as Spark's own page
    /// shows it.
    public record MetricValue(
            long total, long min, long median, long max, long count, String text) {}
}
