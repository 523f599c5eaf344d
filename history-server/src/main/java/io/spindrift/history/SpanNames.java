package io.spindrift.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names of stages, jobs and queries that a person understands.
///
/// Spark names a stage after the line that made its last RDD. For SQL queries that is often a
/// closure or a thread pool of Spark's own (`$anonfun$withThreadLocalCaptured$1 at <unknown>:0`);
/// then what the query or the user's job description says is told instead. Made for one answer: it
/// remembers the queries that it read.
public final class SpanNames {
    private static final int LENGTH_MAX = 160;
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern HELPER =
            Pattern.compile(
                    "^\\$.*|.* at <unknown>:\\d+"
                            + "|.* at (ThreadPoolExecutor|CompletableFuture|FutureTask)\\.java:\\d+",
                    Pattern.DOTALL);

    /// A method of the program's own language that Spark has seen no line of.
    private static final Pattern METHOD = Pattern.compile("([A-Za-z]\\w*) at <unknown>:\\d+");

    /// Operators that only hold others.
    private static final Pattern WRAPPER =
            Pattern.compile("AdaptiveSparkPlan|ResultQueryStage|WholeStageCodegen.*|Execute");

    private final History history;
    private final RunId run;
    private final Map<Long, Optional<String>> queries = new HashMap<>();

    public SpanNames(History history, RunId run) {
        this.history = history;
        this.run = run;
    }

    /// Takes queries that were read already.
    public void know(List<SqlRun> read) {
        read.forEach(query -> queries.put(query.id(), plain(query)));
    }

    public String of(StageRun stage) {
        return helper(stage.name())
                ? better(stage.name(), stage.description(), stage.sqlId())
                : stage.name();
    }

    /// A description is the user's own word, so it comes first.
    public String of(JobRun job) {
        if (job.description() != null && !job.description().isBlank()) {
            return line(job.description());
        }
        return helper(job.name()) ? better(job.name(), null, job.sqlId()) : job.name();
    }

    /// What Spark says, or the description of the query that it is a part of, or else what its plan
    /// is about; of Spark's helpers only the method that was called.
    public String of(SqlRun query) {
        if (!helper(query.description())) {
            return query.description();
        }
        Optional<String> root =
                query.rootId() == query.id()
                        ? Optional.empty()
                        : queries.computeIfAbsent(query.rootId(), this::ofQuery);
        return root.orElseGet(() -> called(query));
    }

    static String called(SqlRun query) {
        Matcher method = METHOD.matcher(query.description().strip());
        if (method.matches()) {
            return method.group(1);
        }
        return query.nodes().stream()
                .map(SqlRun.PlanNode::name)
                .filter(name -> !WRAPPER.matcher(name).matches())
                .findFirst()
                .orElseGet(() -> "query " + query.id());
    }

    private String better(String name, @Nullable String description, @Nullable Long sqlId) {
        if (description != null && !description.isBlank() && !helper(description)) {
            return line(description);
        }
        return sqlId == null ? name : queries.computeIfAbsent(sqlId, this::ofQuery).orElse(name);
    }

    private Optional<String> ofQuery(long sqlId) {
        return history.sql(run, sqlId).flatMap(SpanNames::plain);
    }

    private static Optional<String> plain(SqlRun query) {
        return Optional.of(query.description())
                .filter(text -> !text.isBlank() && !helper(text))
                .map(SpanNames::line);
    }

    static boolean helper(String name) {
        return HELPER.matcher(name.strip()).matches();
    }

    /// A text as one line of bounded length.
    public static String line(String text) {
        String line = SPACES.matcher(text.strip()).replaceAll(" ");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX - 1) + "…";
    }
}
