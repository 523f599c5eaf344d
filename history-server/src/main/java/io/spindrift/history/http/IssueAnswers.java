package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What went wrong or was wasted, as sentences with links.
final class IssueAnswers {
    private static final double MILLIS_AN_HOUR = 3_600_000;

    private final History history;

    IssueAnswers(History history) {
        this.history = history;
    }

    Answer issues(ServerRequest request, RunId run) {
        Parameters.of(request);
        List<Issue> issues = history.issues(run);
        List<Failure> failures = issues.isEmpty() ? List.of() : history.failures(run);
        return Answer.list(
                "issue",
                issues.stream().map(issue -> json(issue, failures)).toList(),
                issues.size());
    }

    private static ObjectNode json(Issue issue, List<Failure> failures) {
        ObjectNode json =
                Json.object()
                        .put("rule", issue.ruleId())
                        .put("version", issue.ruleVersion())
                        .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
                        .put("title", issue.title())
                        .put(
                                "evidence",
                                issue.evidence().stream()
                                        .map(Evidence::text)
                                        .collect(Collectors.joining("\n")))
                        .put("advice", issue.advice())
                        .put(
                                "wastedCoreHours",
                                issue.costCoreMillis() == 0
                                        ? null
                                        : issue.costCoreMillis() / MILLIS_AN_HOUR)
                        .put("detail", detail(issue, failures));
        json.set(
                "link",
                issue.evidence().isEmpty() ? null : link(issue.evidence().getFirst().target()));
        ArrayNode evidences = json.putArray("evidences");
        for (Evidence evidence : issue.evidence()) {
            ObjectNode each = evidences.addObject().put("text", evidence.text());
            ObjectNode figures = each.putObject("figures");
            evidence.figures().forEach(figure -> figures.put(figure.name(), figure.value()));
            each.set("link", link(evidence.target()));
        }
        return json;
    }

    /// The stack trace of the failure that the first evidence is about.
    private static @Nullable String detail(Issue issue, List<Failure> failures) {
        for (Evidence evidence : issue.evidence()) {
            for (Failure failure : failures.reversed()) {
                if (!failure.stackTrace().isEmpty() && isAbout(evidence.target(), failure)) {
                    return failure.stackTrace();
                }
            }
        }
        return null;
    }

    private static boolean isAbout(@Nullable Target target, Failure failure) {
        return switch (target) {
            case Target.OfStage(StageId stage) -> stage.equals(failure.stage());
            case Target.OfTask(StageId stage, long task) ->
                    stage.equals(failure.stage())
                            && failure.taskId() != null
                            && failure.taskId() == task;
            case Target.OfJob(int job) -> failure.jobId() != null && failure.jobId() == job;
            case Target.OfSql(long sql) -> failure.sqlId() != null && failure.sqlId() == sql;
            case Target.OfExecutor(String id) -> id.equals(failure.executorId());
            case Target.OfConfig(String key) -> false;
            case null -> failure.source() == Failure.Source.APPLICATION;
        };
    }

    private static @Nullable ObjectNode link(@Nullable Target target) {
        return switch (target) {
            case Target.OfStage(StageId stage) -> link("stage", stage.toString());
            case Target.OfTask(StageId stage, long task) ->
                    link("task", String.valueOf(task)).put("stage", stage.toString());
            case Target.OfJob(int job) -> link("job", String.valueOf(job));
            case Target.OfSql(long sql) -> link("sql", String.valueOf(sql));
            case Target.OfExecutor(String id) -> link("executor", id);
            case Target.OfConfig(String key) -> link("config", key);
            case null -> null;
        };
    }

    private static ObjectNode link(String kind, String id) {
        return Json.object().put("kind", kind).put("id", id);
    }
}
