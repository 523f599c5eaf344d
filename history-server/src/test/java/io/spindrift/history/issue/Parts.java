package io.spindrift.history.issue;

import io.spindrift.history.CoreTime;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.SqlRun.MetricValue;
import io.spindrift.history.SqlRun.PlanMetric;
import io.spindrift.history.SqlRun.PlanNode;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Quantiles;
import io.spindrift.history.StageRun.SpeculationCounts;
import io.spindrift.history.StageRun.Spread;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stages and plan nodes that examples are made of.
final class Parts {
    private Parts() {}

    /// A stage with all that rules look at.
    static StageRun stage(
            StageId id,
            @Nullable Long sqlId,
            long seconds,
            int tasks,
            long taskMillis,
            Quantiles duration,
            Quantiles input,
            Quantiles shuffle,
            Map<TaskMetric, Long> metrics,
            CoreTime time) {
        return new StageRun(
                id,
                StageStatus.COMPLETE,
                "join at App.scala:7",
                "",
                null,
                null,
                List.of(1),
                sqlId,
                List.of(),
                List.of(),
                new TaskCounts(tasks, 0, tasks, 0, 0, tasks),
                Facts.START,
                Facts.START,
                Facts.START.plusSeconds(seconds),
                null,
                taskMillis,
                metrics(metrics),
                time,
                PeakMetrics.NONE,
                List.of(),
                Map.of(),
                0,
                false,
                0,
                SpeculationCounts.NONE,
                new Spread(duration, shuffle, input, new Quantiles(0, 0, 0, 0), 42),
                List.of());
    }

    static PlanNode node(int id, String name, String description, Map<String, Long> metrics) {
        return new PlanNode(
                id,
                name,
                description,
                null,
                false,
                metrics.entrySet().stream()
                        .map(each ->
                                new PlanMetric(
                                        each.getKey(),
                                        id,
                                        "sum",
                                        new MetricValue(each.getValue(), 0, 0, 0, 1, "")))
                        .toList());
    }

    static TaskMetrics metrics(Map<TaskMetric, Long> metrics) {
        long[] values = new long[TaskMetric.values().length];
        metrics.forEach((metric, value) -> values[metric.column()] = value);
        return new TaskMetrics(values);
    }
}
