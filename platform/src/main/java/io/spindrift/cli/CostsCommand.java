package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/// What was spent.
final class CostsCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                    "costs",
                    "Shows what was spent, by job, user, cluster or Spark version",
                    Flag.taking("--days", "N", "The last so many days (30)"),
                    Flag.taking(
                            "--by",
                            "WHAT",
                            "job, user, cluster, sparkVersion or label:NAME (job)"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        LocalDate from = tomorrow.minusDays(call.words().number("--days", 30));
        Map<String, String> query =
                Map.of(
                        "from", from + "T00:00:00.000Z",
                        "to", tomorrow + "T00:00:00.000Z",
                        "groupBy", call.words().text("--by").orElse("job"));
        JsonNode cost = call.platform().get("/ocean/spark/cost", query).item();
        if (call.json()) {
            call.sayJson(cost);
        } else {
            call.say(table(cost));
        }
        return 0;
    }

    static Table table(JsonNode cost) {
        Table table = new Table("GROUP", "RUNS", "CORE HOURS", "COST", "OF IT IDLE", "SHARE");
        cost.path("groups").forEach(group -> row(table, group.path("displayName").asText(), group));
        row(table, "total", cost.path("totals"));
        return table;
    }

    private static void row(Table table, String name, JsonNode group) {
        table.row(
                name,
                Figures.text(group.path("applications")),
                Figures.hours(group.path("coreHours")),
                Figures.money(group.path("cost")),
                Figures.money(group.path("idleCost")),
                Figures.share(group.path("share")));
    }
}
