package io.spindrift.history.issue;

import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.MetricValue;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanMetric;
import io.spindrift.history.SqlRun.PlanNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// A query's plan as rules ask it.
final class Plan {
    private final SqlRun sql;
    private final Map<Long, PlanNode> nodes = new HashMap<>();
    private final Map<Long, List<Long>> feeders = new HashMap<>();

    Plan(SqlRun sql) {
        this.sql = sql;
    }

    /// Only when first asked for: most rules look at single nodes, and of every query.
    private void connect() {
        if (!nodes.isEmpty()) {
            return;
        }
        sql.nodes().forEach(node -> nodes.put(node.id(), node));
        for (PlanEdge edge : sql.edges()) {
            feeders.computeIfAbsent(edge.toId(), id -> new ArrayList<>()).add(edge.fromId());
        }
    }

    SqlRun sql() {
        return sql;
    }

    Stream<PlanNode> nodes(String nameStart) {
        return sql.nodes().stream().filter(node -> node.name().startsWith(nameStart));
    }

    List<PlanNode> feeders(PlanNode node) {
        connect();
        return feeders.getOrDefault(node.id(), List.of()).stream()
                .map(nodes::get)
                .filter(each -> each != null)
                .toList();
    }

    static OptionalLong total(PlanNode node, String metric) {
        return node.metrics().stream()
                .filter(each -> each.name().equals(metric))
                .map(PlanMetric::value)
                .filter(value -> value != null)
                .mapToLong(MetricValue::total)
                .findFirst();
    }

    /// The metric of this node or of the nearest below it that has it.
    OptionalLong nearest(PlanNode from, String metric) {
        Deque<PlanNode> next = new ArrayDeque<>(List.of(from));
        Set<Long> seen = new HashSet<>();
        while (!next.isEmpty()) {
            PlanNode node = next.remove();
            OptionalLong value = total(node, metric);
            if (value.isPresent()) {
                return value;
            }
            if (seen.add(node.id())) {
                next.addAll(feeders(node));
            }
        }
        return OptionalLong.empty();
    }
}
