package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lists applications.
final class AppsCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                    "apps",
                    "Lists applications, newest first",
                    Flag.taking("--state", "A,B", "Only these: RUNNING,FAILED,..."),
                    Flag.taking("--job", "ID", "Only of this job"),
                    Flag.taking("--user", "NAME", "Only of this user"),
                    Flag.taking("--limit", "N", "At most so many (20)"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Words words = call.words();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", String.valueOf(words.number("--limit", 20)));
        words.text("--state")
                .ifPresent(state -> query.put("appState", state.toUpperCase(Locale.ROOT)));
        words.text("--job").ifPresent(job -> query.put("jobId", job));
        words.text("--user").ifPresent(user -> query.put("user", user));
        String path =
                words.text("--cluster")
                        .map(cluster -> Call.clusterPath(cluster) + "/app")
                        .orElse(Call.ALL);
        Platform.Answer answer = call.platform().get(path, query);
        if (call.json()) {
            call.sayJson(answer.items());
            return 0;
        }
        call.say(table(answer.items()));
        long total = answer.response().path("total").asLong();
        if (total > answer.items().size()) {
            call.tell(answer.items().size() + " of " + total + "; --limit shows more");
        }
        return 0;
    }

    static Table table(List<JsonNode> applications) {
        Table table =
                new Table(
                        "ID",
                        "CLUSTER",
                        "STATE",
                        "SUBMITTED (UTC)",
                        "DURATION",
                        "CORE HOURS",
                        "EFF.",
                        "COST");
        for (JsonNode application : applications) {
            JsonNode metrics = application.path("metrics");
            table.row(
                    application.path("id").asText(),
                    application.path("clusterId").asText(),
                    application.path("appState").asText(),
                    Figures.time(application.path("createdAt")),
                    Figures.duration(metrics.path("durationMillis")),
                    Figures.hours(metrics.path("coreHours")),
                    Figures.share(metrics.path("efficiency")),
                    Figures.money(application.path("cost").path("total")));
        }
        return table;
    }
}
