package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// Lists jobs with the medians of their last runs.
final class JobsCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                    "jobs",
                    "Lists jobs, with medians over their last ten runs",
                    Flag.taking("--limit", "N", "At most so many (50)"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        String limit = String.valueOf(call.words().number("--limit", 50));
        Platform.Answer answer = call.platform().get("/ocean/spark/job", Map.of("limit", limit));
        if (call.json()) {
            call.sayJson(answer.items());
        } else {
            call.say(table(answer.items()));
        }
        return 0;
    }

    static Table table(List<JsonNode> jobs) {
        Table table =
                new Table("JOB", "RUNS", "LAST RUN (UTC)", "DURATION", "COST", "EFF.", "FAILED");
        for (JsonNode job : jobs) {
            JsonNode median = job.path("median");
            table.row(
                    job.path("displayName").asText(),
                    Figures.text(job.path("runs")),
                    Figures.time(job.path("lastRunAt")),
                    Figures.duration(median.path("durationMillis")),
                    Figures.money(median.path("cost")),
                    Figures.share(median.path("efficiency")),
                    Figures.share(job.path("failedShare")));
        }
        return table;
    }
}
