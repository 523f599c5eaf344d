package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.history.eventlog.SparkEvent.MetricInfo;
import io.spindrift.history.eventlog.SparkEvent.PlanInfo;
import java.util.ArrayList;
import java.util.List;

/// Reads events of SQL executions.
final class SqlEvents {
    private static final String UI = "org.apache.spark.sql.execution.ui.SparkListener";

    private SqlEvents() {}

    static boolean known(String name) {
        return name.startsWith(UI);
    }

    static SparkEvent read(String name, JsonNode event) {
        long id = event.path("executionId").asLong(-1);
        return switch (name.substring(UI.length())) {
            case "SQLExecutionStart" -> start(id, event);
            case "SQLExecutionEnd" ->
                    new SparkEvent.SqlEnd(
                            id, Json.number(event, "time"), Json.textOrNull(event, "errorMessage"));
            case "SQLAdaptiveExecutionUpdate" ->
                    new SparkEvent.SqlPlanChanged(
                            id,
                            Json.text(event, "physicalPlanDescription"),
                            plan(event.path("sparkPlanInfo")));
            case "SQLAdaptiveSQLMetricUpdates" ->
                    new SparkEvent.SqlMetricsAdded(id, metrics(event.path("sqlPlanMetrics")));
            case "DriverAccumUpdates" -> driverUpdates(id, event.path("accumUpdates"));
            default -> new SparkEvent.Unknown(name);
        };
    }

    private static SparkEvent start(long id, JsonNode event) {
        return new SparkEvent.SqlStart(
                id,
                event.path("rootExecutionId").asLong(id),
                Json.text(event, "description"),
                Json.text(event, "details"),
                Json.text(event, "physicalPlanDescription"),
                plan(event.path("sparkPlanInfo")),
                Json.number(event, "time"),
                Json.texts(event.path("modifiedConfigs")),
                Json.strings(event.path("jobTags")),
                Json.textOrNull(event, "jobGroupId"),
                Json.textOrNull(event, "queryId"));
    }

    private static PlanInfo plan(JsonNode node) {
        if (!node.isObject()) {
            return PlanInfo.NONE;
        }
        List<PlanInfo> children = new ArrayList<>();
        node.path("children").forEach(child -> children.add(plan(child)));
        return new PlanInfo(
                Json.text(node, "nodeName"),
                Json.text(node, "simpleString"),
                children,
                metrics(node.path("metrics")));
    }

    private static List<MetricInfo> metrics(JsonNode list) {
        List<MetricInfo> metrics = new ArrayList<>(list.size());
        for (JsonNode each : list) {
            metrics.add(
                    new MetricInfo(
                            Json.text(each, "name"),
                            Json.number(each, "accumulatorId"),
                            Json.text(each, "metricType")));
        }
        return metrics;
    }

    private static SparkEvent driverUpdates(long id, JsonNode pairs) {
        List<JsonNode> whole = new ArrayList<>();
        pairs.forEach(pair -> {
            if (pair.size() == 2) {
                whole.add(pair);
            }
        });
        return new SparkEvent.DriverUpdates(
                id,
                whole.stream().mapToLong(pair -> pair.get(0).asLong()).toArray(),
                whole.stream().mapToLong(pair -> pair.get(1).asLong()).toArray());
    }
}
