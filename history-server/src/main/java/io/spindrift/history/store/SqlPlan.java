package io.spindrift.history.store;

import io.spindrift.history.SqlRun.MetricValue;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanMetric;
import io.spindrift.history.SqlRun.PlanNode;
import io.spindrift.history.eventlog.SparkEvent.MetricInfo;
import io.spindrift.history.eventlog.SparkEvent.PlanInfo;
import io.spindrift.history.store.SqlState.SqlMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan's text and its graph, numbered in the order in which Spark's own page numbers it.
///
/// @param firstText the text before adaptive execution changed it
record SqlPlan(String text, @Nullable String firstText, List<Node> nodes, List<PlanEdge> edges) {
    static final SqlPlan NONE = new SqlPlan("", null, List.of(), List.of());

    record Node(
            long id,
            String name,
            String description,
            @Nullable Integer codegenId,
            boolean cluster,
            List<MetricInfo> metrics) {
        PlanNode toRun(Map<Long, SqlMetric> values) {
            List<PlanMetric> shown = new ArrayList<>(metrics.size());
            for (MetricInfo metric : metrics) {
                SqlMetric found = values.get(metric.accumulatorId());
                MetricValue value = found == null ? null : MetricText.value(metric.type(), found);
                shown.add(
                        new PlanMetric(
                                metric.name(), metric.accumulatorId(), metric.type(), value));
            }
            return new PlanNode(id, name, description, codegenId, cluster, shown);
        }
    }

    SqlPlan withoutText() {
        return new SqlPlan("", null, nodes, edges);
    }

    /// About its size.
    long letters() {
        return text.length()
                + nodes.stream()
                        .mapToLong(
                                node -> node.description().length() + 40L * node.metrics().size())
                        .sum();
    }

    static SqlPlan of(String text, @Nullable String firstText, PlanInfo root) {
        Graph graph = new Graph();
        if (!root.equals(EMPTY)) {
            graph.add(root, -1, null);
        }
        return new SqlPlan(text, firstText, graph.nodes, graph.edges);
    }

    private static final PlanInfo EMPTY = new PlanInfo("", "", List.of(), List.of());

    /// Walks the tree from the top. Stages of generated code become clusters around their
    /// operators; an exchange or subquery that is used twice stays one node with two edges.
    private static final class Graph {
        private final List<Node> nodes = new ArrayList<>();
        private final List<PlanEdge> edges = new ArrayList<>();
        private final Map<PlanInfo, Long> shared = new HashMap<>();

        void add(PlanInfo plan, long parent, @Nullable Integer codegen) {
            PlanInfo child = plan.children().isEmpty() ? null : plan.children().getFirst();
            String name = plan.nodeName();
            if (child != null && name.startsWith("WholeStageCodegen")) {
                Integer number = codegenId(name);
                node(plan, null, true);
                add(child, parent, number);
            } else if (child != null && name.equals("InputAdapter")) {
                add(child, parent, null);
            } else if (child != null && name.endsWith("QueryStage")) {
                addShared(child, child, parent, null);
            } else if (child != null && name.equals("ReusedExchange")) {
                addShared(child, child, parent, codegen);
            } else if (child != null && name.equals("ReusedSubquery")) {
                add(child, parent, codegen);
            } else if (name.equals("Subquery")) {
                addShared(plan, plan, parent, null);
            } else {
                operator(plan, parent, codegen);
            }
        }

        private void addShared(
                PlanInfo key, PlanInfo plan, long parent, @Nullable Integer codegen) {
            Long known = shared.get(key);
            if (known == null) {
                if (plan.nodeName().equals("Subquery")) {
                    operator(plan, parent, codegen);
                } else {
                    add(plan, parent, codegen);
                }
                return;
            }
            if (parent >= 0) {
                edges.add(new PlanEdge(known, parent));
            }
        }

        private void operator(PlanInfo plan, long parent, @Nullable Integer codegen) {
            long id = node(plan, codegen, false);
            if (plan.nodeName().contains("Exchange") || plan.nodeName().equals("Subquery")) {
                shared.put(plan, id);
            }
            if (parent >= 0) {
                edges.add(new PlanEdge(id, parent));
            }
            plan.children().forEach(child -> add(child, id, codegen));
        }

        private long node(PlanInfo plan, @Nullable Integer codegen, boolean cluster) {
            long id = nodes.size();
            nodes.add(
                    new Node(
                            id,
                            plan.nodeName(),
                            plan.simpleString(),
                            codegen,
                            cluster,
                            plan.metrics()));
            return id;
        }

        /// `WholeStageCodegen (3)` → 3.
        private static @Nullable Integer codegenId(String name) {
            int open = name.indexOf('(');
            int close = name.indexOf(')', open + 1);
            if (open < 0 || close < 0 || close - open > 9) {
                return null;
            }
            String digits = name.substring(open + 1, close);
            return digits.chars().allMatch(Character::isDigit) && !digits.isEmpty()
                    ? Integer.valueOf(digits)
                    : null;
        }
    }
}
