package io.spindrift.history;

import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanNode;
import java.time.Instant;
import java.util.List;

/// A query's plan as it stood for a while: adaptive execution replaces it as stages end.
///
/// @param version from 1; the versions of a query that replans without end have gaps, its first and
///   its last are always there
/// @param since when it came: the newest time that the log had told by then
/// @param text the plan as Spark wrote it; empty in between where a query's plans are very large
/// @param nodes with what their metrics came to in the end
public record SqlPlanVersion(
        int version, Instant since, String text, List<PlanNode> nodes, List<PlanEdge> edges) {
    public SqlPlanVersion {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
