package io.spindrift.history.server;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where our API means to differ from that of Spark's history server, and why. A path is the name
/// of the log, the path of the question behind the application, and the way to the field.
final class OnPurpose {
    private static final List<Difference> ALWAYS =
            List.of(
                    new Difference(
                            "(list|[^/]+)(/\\d+)?(/attempts/\\d+)?/lastUpdated(Epoch)?",
                            "the time of the file there, the newest time in the log here"),
                    new Difference(
                            "(list/\\d+|(open|killed)-.*)(/attempts/\\d+)?/duration"
                                    + "|(open|killed)-.*/(all)?executors/\\d+/totalDuration"
                                    + "|(open|killed)-.*/sql/\\d+(/\\d+)?/duration",
                            "one that has not ended lasts to the newest time in its log"),
                    new Difference(
                            "(list|[^/]+)(/\\d+)?(/attempts/\\d+)?/logSource(Name|FullPath)",
                            "we tell nobody where files lie"),
                    new Difference("[^/]+/1", "an attempt goes by its number here, too"),
                    new Difference(
                            "[^/]+/stages/.*(taskMetricsDistributions|taskSummary)"
                                    + "/(duration|schedulerDelay)/\\d+",
                            "Spark mixes failed tasks into these two, and into no other"),
                    new Difference(
                            "[^/]+/jobs/.*numCompletedIndices",
                            "tasks of a stage's later attempt share their numbers with other tasks"
                                    + " of the first, and count for themselves"),
                    new Difference(
                            "keeps-4.3/storage/rdd.*emoryRemaining",
                            "what is free now, not when the dataset last changed"),
                    new Difference(
                            "keeps-4.3/storage/rdd.*/partitions/\\d+/.*",
                            "by their numbers here, as they came there"),
                    new Difference(
                            "keeps-4.3/(all)?executors/\\d+/rddBlocks",
                            "a sum of changes there, a count of what is kept here"),
                    new Difference(
                            "(stream-4.3|lost-.*|(open|killed)-.*)/.*(numActiveTasks|activeTasks"
                                    + "|totalTasks|taskTime.*|task(s|List)/\\d+/(status|duration|schedulerDelay))",
                            "tasks whose end the log does not tell run for ever there"),
                    new Difference(
                            "(windows-.*|stream-4.3|(open|killed)-.*)/(jobs|stages)/.*(numActiveTasks"
                                    + "|numKilledTasks|killedTasksSummary.*|firstTaskLaunchedTime"
                                    + "|executorSummary/driver|executorMetricsDistributions.*)",
                            "tasks whose end comes after that of their stage count here, too"),
                    new Difference(
                            "[^/]+/stages/0/0/taskList\\?length=(0|-1)",
                            "who asks for no task gets none, and no error 500"),
                    new Difference(
                            "[^/]+/threads(\\?taskId=0)?",
                            "refused with the reason, and no error 500"));

    private static final List<Difference> OF_3_5 =
            List.of(
                    new Difference("/version/spark", "we follow the newest"),
                    new Difference(
                            ".*/(exitCode|ConcurrentGC(Count|Time)(/\\d+)?|errorMessage"
                                    + "|modifiedConfigs|rootExecutionId|queryId)",
                            "came with Spark 4"),
                    new Difference(
                            "[^/]+/sql\\?length=-1", "a length of -1 means all since Spark 4"),
                    new Difference("[^/]+/sql/.*/nodes/\\d+/desc", "came with Spark 4"),
                    new Difference(
                            "[^/]+/environment/hadoopProperties/\\d+/1",
                            "Spark 4 masks more of them"));

    private final List<Difference> list;
    private final Set<String> seen = new TreeSet<>();

    private OnPurpose(List<Difference> list) {
        this.list = list;
    }

    /// @param path matches what is meant
    private record Difference(Pattern path, String reason) {
        Difference(String path, String reason) {
            this(Pattern.compile(path), reason);
        }
    }

    static OnPurpose ofNewest() {
        return new OnPurpose(ALWAYS);
    }

    static OnPurpose of35() {
        return new OnPurpose(Arrays.asList(ALWAYS, OF_3_5).stream().flatMap(List::stream).toList());
    }

    boolean allows(String path) {
        boolean allowed = false;
        for (Difference each : list) {
            if (each.path.matcher(path).matches()) {
                seen.add(each.reason);
                allowed = true;
            }
        }
        return allowed;
    }

    /// Reasons that stand here and are not needed any longer.
    Set<String> unused() {
        return list.stream()
                .map(Difference::reason)
                .filter(reason -> !seen.contains(reason))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
