package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.SqlRun.PlanNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// What a query's plan and its measures show.
final class PlanRules {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final long SMALL_FILE = 3 * MIB;
    private static final int FILES_MIN = 100;
    private static final long GOOD_FILE = 128 * MIB;
    private static final double CROSSED_ROWS = 1e10;
    private static final int FILTER_LENGTH = 1_000;
    private static final int PARTITIONS_MIN = 100;

    private static final About SMALL_FILES_READ =
            new About(
                    "small-files-read",
                    1,
                    Severity.WARNING,
                    "a scan reads over 100 files of less than 3 MB on average",
                    About.NO_COST,
                    "DataFlint");
    private static final About SMALL_FILES_WRITTEN =
            new About(
                    "small-files-written",
                    1,
                    Severity.WARNING,
                    "a query writes over 100 files of less than 3 MB on average",
                    "not told: later readers pay",
                    "DataFlint");
    private static final About LARGE_BROADCAST =
            new About(
                    "large-broadcast",
                    1,
                    Severity.WARNING,
                    "over 1 GiB is sent to every executor",
                    About.NO_COST,
                    "DataFlint");
    private static final About BROADCAST_MISSED =
            new About(
                    "broadcast-missed",
                    1,
                    Severity.WARNING,
                    "a sort-merge join with a side below 10 MB, 100 MB against 10 GB, 1 GB against 300 GB or"
                            + " 5 GB against 1 TB",
                    About.NO_COST,
                    "DataFlint");
    private static final About CROSS_JOIN =
            new About(
                    "cross-join",
                    1,
                    Severity.WARNING,
                    "a join without a key compares over 10¹⁰ pairs of rows",
                    About.NO_COST,
                    "DataFlint");
    private static final About LONG_FILTER =
            new About(
                    "long-filter",
                    1,
                    Severity.INFO,
                    "a condition of over 1000 characters",
                    About.NO_COST,
                    "DataFlint");
    private static final About FULL_SCAN =
            new About(
                    "full-scan",
                    1,
                    Severity.INFO,
                    "a scan reads over 100 partitions with no filter on them",
                    About.NO_COST,
                    "DataFlint");

    private PlanRules() {}

    static List<Entry> entries() {
        return List.of(
                of(SMALL_FILES_READ, "Scan", PlanRules::smallFilesRead),
                of(SMALL_FILES_WRITTEN, "Execute Insert", PlanRules::smallFilesWritten),
                of(LARGE_BROADCAST, "BroadcastExchange", PlanRules::largeBroadcast),
                of(BROADCAST_MISSED, "SortMergeJoin", PlanRules::broadcastMissed),
                of(CROSS_JOIN, "BroadcastNestedLoopJoin", PlanRules::crossJoin),
                of(CROSS_JOIN, "CartesianProduct", PlanRules::crossJoin),
                of(LONG_FILTER, "Filter", PlanRules::longFilter),
                of(FULL_SCAN, "Scan", PlanRules::fullScan));
    }

    private static Entry of(
            About about, String node, BiFunction<Plan, PlanNode, Optional<Issue>> rule) {
        return Entry.of(about, facts -> find(facts, node, rule));
    }

    private static List<Issue> find(
            RunFacts facts, String node, BiFunction<Plan, PlanNode, Optional<Issue>> rule) {
        return facts.sqls().stream()
                .map(Plan::new)
                .flatMap(plan -> plan.nodes(node).flatMap(each -> rule.apply(plan, each).stream()))
                .toList();
    }

    private static Clue clue(Plan plan, PlanNode node) {
        return Clue.of(
                "Query "
                        + plan.sql().id()
                        + ": "
                        + Words.line(
                                node.description().isBlank() ? node.name() : node.description(),
                                200),
                new Target.OfSql(plan.sql().id()));
    }

    private static Optional<Issue> smallFilesRead(Plan plan, PlanNode node) {
        OptionalLong files = Plan.total(node, "number of files read");
        OptionalLong bytes = Plan.total(node, "size of files read");
        if (!small(files, bytes)) {
            return Optional.empty();
        }
        return Optional.of(
                SMALL_FILES_READ.issue(
                        smallFiles(plan, "reads", files, bytes),
                        files(plan, node, files, bytes),
                        "Write the input as about "
                                + files(bytes)
                                + " of 128 MiB (OPTIMIZE, or repartition() in the job that writes it);"
                                + " until then raise spark.sql.files.maxPartitionBytes so that a task reads many.",
                        0));
    }

    private static Optional<Issue> smallFilesWritten(Plan plan, PlanNode node) {
        OptionalLong files = Plan.total(node, "number of written files");
        OptionalLong bytes = Plan.total(node, "written output");
        if (!small(files, bytes)) {
            return Optional.empty();
        }
        long partitions = Plan.total(node, "number of dynamic part").orElse(0);
        String advice =
                partitions > 0
                        ? "Call repartition() with the columns of the partitions before writing, so that each of"
                                + " the "
                                + partitions
                                + " partitions gets few files; or partition by fewer columns."
                        : "Call repartition("
                                + Math.max(1, bytes.getAsLong() / GOOD_FILE)
                                + ") before writing, for files of about 128 MiB.";
        return Optional.of(
                SMALL_FILES_WRITTEN.issue(
                        smallFiles(plan, "writes", files, bytes),
                        files(plan, node, files, bytes),
                        advice,
                        0));
    }

    private static boolean small(OptionalLong files, OptionalLong bytes) {
        return files.isPresent()
                && bytes.isPresent()
                && files.getAsLong() > FILES_MIN
                && bytes.getAsLong() / files.getAsLong() < SMALL_FILE;
    }

    private static String smallFiles(
            Plan plan, String does, OptionalLong files, OptionalLong bytes) {
        return "Query "
                + plan.sql().id()
                + " "
                + does
                + " "
                + files.getAsLong()
                + " files of "
                + Words.bytes(bytes.getAsLong() / files.getAsLong())
                + " each";
    }

    private static String files(OptionalLong bytes) {
        return Words.count(Math.max(1, bytes.getAsLong() / GOOD_FILE), "file");
    }

    private static List<Evidence> files(
            Plan plan, PlanNode node, OptionalLong files, OptionalLong bytes) {
        return List.of(
                clue(plan, node)
                        .with("files", files.getAsLong())
                        .with("totalBytes", bytes.getAsLong())
                        .evidence());
    }

    private static Optional<Issue> largeBroadcast(Plan plan, PlanNode node) {
        long bytes = Plan.total(node, "data size").orElse(0);
        if (bytes <= GIB) {
            return Optional.empty();
        }
        return Optional.of(
                LARGE_BROADCAST.issue(
                        "Query "
                                + plan.sql().id()
                                + " sends "
                                + Words.bytes(bytes)
                                + " to every executor",
                        List.of(clue(plan, node).with("broadcastBytes", bytes).evidence()),
                        "Set spark.sql.autoBroadcastJoinThreshold to "
                                + Settings.memory(bytes / 2.0)
                                + " or less, and take broadcast() hints out, so that both sides are shuffled.",
                        0));
    }

    private static Optional<Issue> broadcastMissed(Plan plan, PlanNode node) {
        long[] sides =
                plan.feeders(node).stream()
                        .map(side -> plan.nearest(side, "data size"))
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .sorted()
                        .toArray();
        if (sides.length != 2 || !worthSending(sides[0], sides[1])) {
            return Optional.empty();
        }
        return Optional.of(
                BROADCAST_MISSED.issue(
                        "Query "
                                + plan.sql().id()
                                + " sorts and shuffles both sides of a join though one has only "
                                + Words.bytes(sides[0]),
                        List.of(
                                clue(plan, node)
                                        .with("smallBytes", sides[0])
                                        .with("largeBytes", sides[1])
                                        .evidence()),
                        "Set spark.sql.adaptive.autoBroadcastJoinThreshold to "
                                + Settings.memory(1.2 * sides[0])
                                + ", or put a broadcast() hint on the small side; executors need ten times that memory.",
                        0));
    }

    private static boolean worthSending(long small, long large) {
        return large > 10 * small
                && ((small > 0 && small < 10 * MIB && large >= 100 * MIB)
                        || (small < 100 * MIB && large > 10 * GIB)
                        || (small < GIB && large > 300 * GIB)
                        || (small < 5 * GIB && large > TIB));
    }

    private static Optional<Issue> crossJoin(Plan plan, PlanNode node) {
        List<Long> rows =
                plan.feeders(node).stream()
                        .map(side -> plan.nearest(side, "number of output rows"))
                        .filter(OptionalLong::isPresent)
                        .map(OptionalLong::getAsLong)
                        .toList();
        if (rows.size() != 2 || (double) rows.get(0) * rows.get(1) <= CROSSED_ROWS) {
            return Optional.empty();
        }
        return Optional.of(
                CROSS_JOIN.issue(
                        "Query "
                                + plan.sql().id()
                                + " compares every row of one side with every row of the other: "
                                + rows.get(0)
                                + " × "
                                + rows.get(1),
                        List.of(
                                clue(plan, node)
                                        .with("leftRows", rows.get(0))
                                        .with("rightRows", rows.get(1))
                                        .evidence()),
                        "Give the join a condition of equality, if only a coarse one (a day, a bucket of the"
                                + " range) beside the exact one.",
                        0));
    }

    private static Optional<Issue> longFilter(Plan plan, PlanNode node) {
        int length = node.description().length();
        if (length <= FILTER_LENGTH) {
            return Optional.empty();
        }
        return Optional.of(
                LONG_FILTER.issue(
                        "Query "
                                + plan.sql().id()
                                + " has a condition of "
                                + length
                                + " characters",
                        List.of(clue(plan, node).with("characters", length).evidence()),
                        "Put the values into a table and join with it: planning and generated code grow with"
                                + " the condition.",
                        0));
    }

    private static Optional<Issue> fullScan(Plan plan, PlanNode node) {
        long partitions = Plan.total(node, "number of partitions read").orElse(0);
        if (partitions <= PARTITIONS_MIN || !node.description().contains("PartitionFilters: []")) {
            return Optional.empty();
        }
        return Optional.of(
                FULL_SCAN.issue(
                        "Query "
                                + plan.sql().id()
                                + " reads all "
                                + partitions
                                + " partitions of a table",
                        Stream.of(clue(plan, node).with("partitions", partitions).evidence())
                                .toList(),
                        "Where not all of it is needed, filter on the columns that the table is partitioned by.",
                        0));
    }
}
