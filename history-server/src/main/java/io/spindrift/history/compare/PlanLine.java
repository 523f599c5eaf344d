package io.spindrift.history.compare;

import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One operator of a plan as a line, without what differs from run to run.
record PlanLine(int depth, String name, String text) {
    /// Longer plans are compared up to here: their difference is read by people.
    private static final int LINES_MAX = 1_000;

    private static final int TEXT_MAX = 400;

    /// Ids of expressions, plans and stages.
    private static final Pattern IDS =
            Pattern.compile("#\\d+L?|,? ?\\[?(plan_id|id)=#?\\d+\\]?|(?<=\\])@[0-9a-f]+");

    /// They hold others and tell when, not what is computed.
    private static final Pattern WRAPPER =
            Pattern.compile("AdaptiveSparkPlan|InputAdapter|\\w*QueryStage|WholeStageCodegen.*");

    private static final Pattern ADAPTED = Pattern.compile("AQEShuffleRead|CustomShuffleReader");

    /// From the top of the plan, each operator before those that feed it.
    static List<PlanLine> of(SqlRun sql) {
        Map<Long, PlanNode> nodes = new HashMap<>();
        sql.nodes().stream()
                .filter(node -> !node.cluster())
                .forEach(node -> nodes.put(node.id(), node));
        Map<Long, List<Long>> feeders = new HashMap<>();
        Set<Long> feeding = new HashSet<>();
        for (PlanEdge edge : sql.edges()) {
            feeders.computeIfAbsent(edge.toId(), id -> new ArrayList<>()).add(edge.fromId());
            feeding.add(edge.fromId());
        }
        List<PlanLine> lines = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (PlanNode node : sql.nodes()) {
            if (!feeding.contains(node.id())) {
                add(node.id(), nodes, feeders, seen, lines);
            }
        }
        return lines;
    }

    private record Step(long id, int depth) {}

    private static void add(
            long root,
            Map<Long, PlanNode> nodes,
            Map<Long, List<Long>> feeders,
            Set<Long> seen,
            List<PlanLine> lines) {
        List<Step> stack = new ArrayList<>(List.of(new Step(root, 0)));
        while (!stack.isEmpty() && lines.size() < LINES_MAX) {
            Step step = stack.removeLast();
            PlanNode node = nodes.get(step.id());
            if (node == null || !seen.add(step.id())) {
                continue;
            }
            boolean shown = !WRAPPER.matcher(node.name().strip()).matches();
            if (shown) {
                lines.add(new PlanLine(step.depth(), node.name().strip(), text(node)));
            }
            int below = step.depth() + (shown ? 1 : 0);
            feeders.getOrDefault(step.id(), List.of())
                    .reversed()
                    .forEach(id -> stack.add(new Step(id, below)));
        }
    }

    private static String text(PlanNode node) {
        String text = node.description().isBlank() ? node.name() : node.description();
        String general = IDS.matcher(text.strip()).replaceAll("");
        return general.length() <= TEXT_MAX ? general : general.substring(0, TEXT_MAX - 1) + "…";
    }

    /// What a plan computes, in few words: the same for plans that differ in columns or sizes only.
    static String shape(List<PlanLine> lines) {
        return lines.stream()
                .filter(line -> !ADAPTED.matcher(line.name()).matches())
                .map(PlanLine::name)
                .collect(Collectors.joining("\n"));
    }
}
