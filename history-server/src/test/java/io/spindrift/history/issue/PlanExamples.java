package io.spindrift.history.issue;

import io.spindrift.history.issue.Examples.Example;
import java.util.List;
import java.util.Map;

/// Examples of the rules that look at plans.
final class PlanExamples {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private PlanExamples() {}

    static List<Example> all() {
        return List.of(
                Examples.of(
                        "small-files-read", filesRead(200, 200 * MIB), filesRead(200, 900 * MIB)),
                Examples.of("small-files-written", filesWritten(200), filesWritten(90)),
                Examples.of("large-broadcast", broadcast(2 * GIB), broadcast(GIB / 2)),
                Examples.of("broadcast-missed", join(5 * MIB, GIB), join(200 * MIB, GIB)),
                Examples.of(
                        "cross-join",
                        cross("BroadcastNestedLoopJoin", 200_000),
                        cross("BroadcastNestedLoopJoin", 50_000)),
                Examples.of(
                        "cross-join", cross("CartesianProduct", 200_000), cross("Union", 200_000)),
                Examples.of("long-filter", filter(1_100), filter(900)),
                Examples.of("full-scan", scan(200, "[]"), scan(200, "[isnotnull(day)]")));
    }

    private static Facts filesRead(long files, long bytes) {
        return Facts.healthy()
                .plan(
                        Parts.node(
                                1,
                                "Scan parquet ",
                                "FileScan parquet [id]",
                                Map.of(
                                        "number of files read", files,
                                        "size of files read", bytes)));
    }

    private static Facts filesWritten(long files) {
        return Facts.healthy()
                .plan(
                        Parts.node(
                                1,
                                "Execute InsertIntoHadoopFsRelationCommand",
                                "",
                                Map.of(
                                        "number of written files",
                                        files,
                                        "written output",
                                        files * MIB)));
    }

    private static Facts broadcast(long bytes) {
        return Facts.healthy()
                .plan(Parts.node(1, "BroadcastExchange", "", Map.of("data size", bytes)));
    }

    private static Facts join(long left, long right) {
        return Facts.healthy()
                .plan(
                        Parts.node(1, "SortMergeJoin", "", Map.of()),
                        Parts.node(2, "Exchange", "", Map.of("data size", left)),
                        Parts.node(3, "Exchange", "", Map.of("data size", right)));
    }

    private static Facts cross(String name, long rows) {
        return Facts.healthy()
                .plan(
                        Parts.node(1, name, "", Map.of()),
                        Parts.node(2, "Filter", "", Map.of("number of output rows", rows)),
                        Parts.node(3, "Filter", "", Map.of("number of output rows", rows)));
    }

    private static Facts filter(int length) {
        return Facts.healthy().plan(Parts.node(1, "Filter", "x".repeat(length), Map.of()));
    }

    private static Facts scan(long partitions, String filters) {
        return Facts.healthy()
                .plan(
                        Parts.node(
                                1,
                                "Scan parquet t",
                                "FileScan parquet t[id] PartitionFilters: " + filters,
                                Map.of("number of partitions read", partitions)));
    }
}
