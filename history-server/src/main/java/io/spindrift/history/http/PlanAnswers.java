package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.SqlPlanVersion;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanMetric;
import io.spindrift.history.SqlRun.PlanNode;
import java.util.List;

/// The plans that a query had, one after the other.
final class PlanAnswers {
    private final History history;

    PlanAnswers(History history) {
        this.history = history;
    }

    Answer versions(ServerRequest request, RunId run) {
        int id = Parameters.of(request).pathNumber("executionId");
        if (history.sql(run, id).isEmpty()) {
            throw new NotFoundException("there is no query " + id + " in " + run);
        }
        List<ObjectNode> items = history.sqlPlans(run, id).stream().map(PlanAnswers::json).toList();
        return Answer.list("sqlPlan", items, items.size());
    }

    Answer version(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request);
        int id = query.pathNumber("executionId");
        int number = query.pathNumber("version");
        SqlPlanVersion plan =
                history.sqlPlan(run, id, number)
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "query "
                                                + id
                                                + " of "
                                                + run
                                                + " has no plan version "
                                                + number));
        ObjectNode json = json(plan).put("planText", plan.text());
        put(json, plan.nodes(), plan.edges());
        return Answer.one("sqlPlan", json);
    }

    private static ObjectNode json(SqlPlanVersion plan) {
        return Json.object().put("version", plan.version()).put("since", Json.time(plan.since()));
    }

    static void put(ObjectNode json, List<PlanNode> shown, List<PlanEdge> drawn) {
        ArrayNode nodes = json.putArray("nodes");
        shown.forEach(node -> nodes.add(json(node)));
        ArrayNode edges = json.putArray("edges");
        drawn.forEach(
                edge -> edges.addObject().put("fromId", edge.fromId()).put("toId", edge.toId()));
    }

    private static ObjectNode json(PlanNode node) {
        ObjectNode json =
                Json.object()
                        .put("id", node.id())
                        .put("name", node.name())
                        .put("description", node.description())
                        .put("codegenId", node.codegenId())
                        .put("cluster", node.cluster());
        ArrayNode metrics = json.putArray("metrics");
        for (PlanMetric metric : node.metrics()) {
            metrics.addObject()
                    .put("name", metric.name())
                    .put("type", metric.type())
                    .put("text", metric.value() == null ? null : metric.value().text())
                    .put("total", metric.value() == null ? null : metric.value().total());
        }
        return json;
    }
}
