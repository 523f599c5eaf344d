package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cost.Summary;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tiles and strip of the home page.
final class SummaryRoutes {
    private final ApplicationStore apps;
    private final Currency currency;
    private final InstantSource clock;

    SummaryRoutes(ApplicationStore apps, Currency currency, InstantSource clock) {
        this.apps = apps;
        this.currency = currency;
        this.clock = clock;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/summary", this::summary);
    }

    private void summary(Call call) {
        Query query = call.query("days", "clusterId");
        int days = Integer.parseInt(query.choice("days", "7", "1", "7", "30"));
        Set<String> clusters = query.texts("clusterId");
        Collection<AppSummary> all =
                clusters.isEmpty()
                        ? apps.all()
                        : apps.all().stream()
                                .filter(app -> clusters.contains(app.clusterId()))
                                .toList();
        call.answer(Answer.one("summary", json(Summary.of(all, days, clock.instant()), days)));
    }

    private ObjectNode json(Summary summary, int days) {
        ObjectNode json = Json.object();
        json.put("days", days);
        json.put("from", Json.time(summary.from()));
        json.put("to", Json.time(summary.to()));
        json.put("currency", currency.getCurrencyCode());
        json.set("applications", tile(summary, figures -> (double) figures.applications()));
        json.set("successRate", tile(summary, Summary.Figures::successRate));
        json.set("cost", tile(summary, figures -> figures.costNanos() / 1e9));
        json.set("coreHours", tile(summary, figures -> AppView.hours(figures.coreMillis())));
        json.set("efficiency", tile(summary, Summary.Figures::efficiency));
        json.set("cpuEfficiency", tile(summary, Summary.Figures::cpuEfficiency));
        json.put("running", summary.running());
        json.put("pending", summary.pending());
        ObjectNode ended = json.putObject("ended");
        ended.put("bucketMillis", summary.bucket().toMillis());
        ended.put("startedAt", Json.time(summary.stripFrom()));
        for (AppState state : AppState.values()) {
            if (state.terminal()) {
                ArrayNode counts = ended.putArray(state.name());
                summary.ended().getOrDefault(state, List.of()).forEach(counts::add);
            }
        }
        return json;
    }

    private static ObjectNode tile(
            Summary summary, Function<Summary.Figures, @Nullable Double> figure) {
        return Json.object()
                .put("value", precise(figure.apply(summary.figures())))
                .put("before", precise(figure.apply(summary.before())));
    }

    /// To the billionth, for small sums of money.
    private static @Nullable Double precise(@Nullable Double value) {
        return value == null ? null : Double.valueOf(Math.round(value * 1e9) / 1e9);
    }
}
