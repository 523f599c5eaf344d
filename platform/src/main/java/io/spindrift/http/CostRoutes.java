package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.Application;
import io.spindrift.cost.AppCost;
import io.spindrift.cost.BookedCost;
import io.spindrift.cost.ContainerCost;
import io.spindrift.cost.CostLedger;
import io.spindrift.cost.CostQuery;
import io.spindrift.cost.CostReport;
import io.spindrift.cost.CostTotals;
import io.spindrift.cost.DayShare;
import io.spindrift.cost.Prices;
import io.spindrift.history.http.Csv;
import io.spindrift.track.Stay;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was spent: by application, and by day and group.
final class CostRoutes {
    private static final double MILLIS_PER_HOUR = 3_600_000.0;
    private static final double MIB_PER_GIB = 1024;
    private static final int USUAL_DAYS = 30;
    private static final int USUAL_GROUPS = 12;
    private static final int MOST_GROUPS = 50;

    private final CostLedger ledger;
    private final CostSource source;
    private final Prices prices;
    private final ClusterDesk desk;
    private final AppFinder finder;
    private final InstantSource clock;

    CostRoutes(
            CostLedger ledger,
            CostSource source,
            Prices prices,
            ClusterDesk desk,
            AppFinder finder,
            InstantSource clock) {
        this.ledger = ledger;
        this.source = source;
        this.prices = prices;
        this.desk = desk;
        this.finder = finder;
        this.clock = clock;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/cost", this::report)
                .get("/ocean/spark/cluster/{clusterId}/app/{appId}/cost", this::application);
    }

    private void application(Call call) {
        Query query = call.query("format");
        Application app = finder.app(call);
        AppCost cost = source.cost(app, clock.instant());
        Prices own = desk.prices(app.clusterId());
        if (query.csv()) {
            List<ObjectNode> rows =
                    cost.containers().stream().map(each -> container(each, own)).toList();
            call.csv(Csv.of(rows), app.id() + "-cost.csv");
            return;
        }
        ObjectNode json = Json.object();
        boolean known = !app.observed(); // who ran it knows the price, we do not
        json.set("total", known ? Json.money(cost.total()) : json.nullNode());
        json.set("idle", !known || cost.idle() == null ? json.nullNode() : Json.money(cost.idle()));
        json.put("final", app.state().terminal());
        json.put(
                "coreHours",
                known
                        ? Double.valueOf(Json.rounded(cost.coreHours()))
                        : AppView.hours(app.figures().coreMillis()));
        ArrayNode containers = json.putArray("containers");
        cost.containers().forEach(each -> containers.add(container(each, own)));
        ArrayNode days = json.putArray("days");
        for (DayShare day : cost.days()) {
            days.addObject()
                    .put("day", day.day().toString())
                    .set("cost", Json.money(day.costNanos(), currency()));
        }
        call.answer(Answer.one("applicationCost", json));
    }

    private static ObjectNode container(ContainerCost cost, Prices prices) {
        Stay stay = cost.stay();
        ObjectNode json = Json.object();
        json.put("attempt", stay.attempt());
        json.put("container", stay.container());
        json.put("node", stay.node());
        json.put("startedAt", Json.time(stay.startedAt()));
        json.put("endedAt", Json.time(stay.endedAt()));
        json.put("exitCode", stay.exitCode());
        json.put("reason", stay.reason());
        json.put("hours", Json.rounded(cost.millis() / MILLIS_PER_HOUR));
        json.put("cores", (double) stay.cores());
        json.put("memoryBytes", stay.memoryMib() * (1L << 20));
        json.put("coreHours", Json.rounded(cost.coreMillis() / MILLIS_PER_HOUR));
        json.put("gibHours", Json.rounded(cost.mibMillis() / MILLIS_PER_HOUR / MIB_PER_GIB));
        json.set("pricePerCoreHour", Json.money(prices.perCoreHour()));
        json.set("pricePerGibHour", Json.money(prices.perGibHour()));
        json.set("cost", Json.money(cost.cost()));
        return json;
    }

    private void report(Call call) {
        Query query =
                call.query(
                        "from",
                        "to",
                        "format",
                        "interval",
                        "groupBy",
                        "metric",
                        "bookedTo",
                        "groups",
                        "clusterId",
                        "jobId",
                        "user");
        Instant now = clock.instant();
        boolean finish = query.choice("bookedTo", "run", "run", "finish").equals("finish");
        CostQuery asked = asked(query, now);
        CostReport report = CostReport.of(asked, booked(asked, finish, now));
        if (query.csv()) {
            call.csv(csv(asked, report), "costs.csv");
            return;
        }
        ObjectNode json = Json.object();
        json.put("from", Json.time(asked.from().atStartOfDay(ZoneOffset.UTC).toInstant()));
        json.put("to", Json.time(asked.to().atStartOfDay(ZoneOffset.UTC).toInstant()));
        json.put("interval", asked.interval().name().toLowerCase(Locale.ROOT));
        json.put("groupBy", query.text("groupBy").orElse("job"));
        json.put("metric", query.text("metric").orElse("cost"));
        json.put("bookedTo", finish ? "finish" : "run");
        json.put("currency", currency().getCurrencyCode());
        ArrayNode buckets = json.putArray("buckets");
        report.buckets().forEach(bucket -> buckets.add(bucket.toString()));
        ArrayNode groups = json.putArray("groups");
        report.groups().forEach(group -> groups.add(group(group)));
        json.set("totals", totals(report.totals()));
        json.set("before", totals(report.before()));
        call.answer(Answer.one("cost", json));
    }

    /// Those that ended are in the ledger; those that run are priced as of now.
    private List<BookedCost> booked(CostQuery query, boolean finish, Instant now) {
        if (finish) {
            return ledger.byFinish(query.beforeFrom(), query.to());
        }
        // In this order, so that one that ends meanwhile is in at least one of the two.
        List<BookedCost> running = source.running(now);
        List<BookedCost> booked = new ArrayList<>(ledger.byDay(query.beforeFrom(), query.to()));
        Set<AppKey> ended = booked.stream().map(BookedCost::app).collect(Collectors.toSet());
        running.stream().filter(cost -> !ended.contains(cost.app())).forEach(booked::add);
        return booked;
    }

    private static CostQuery asked(Query query, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate to = query.time("to").map(CostRoutes::ceiling).orElse(today.plusDays(1));
        LocalDate from =
                query.time("from")
                        .map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC))
                        .orElse(to.minusDays(USUAL_DAYS));
        String interval = query.choice("interval", "day", "day", "week", "month");
        return new CostQuery(
                from,
                to,
                CostQuery.Interval.valueOf(interval.toUpperCase(Locale.ROOT)),
                grouping(query.text("groupBy").orElse("job")),
                metric(query.choice("metric", "cost", "cost", "coreHours", "appHours", "idleCost")),
                query.texts("clusterId"),
                query.texts("jobId"),
                query.texts("user"),
                query.number("groups", 1, MOST_GROUPS).orElse((long) USUAL_GROUPS).intValue());
    }

    /// The day after the last that has a moment before this time.
    private static LocalDate ceiling(Instant to) {
        return LocalDate.ofInstant(to.minusMillis(1), ZoneOffset.UTC).plusDays(1);
    }

    private static CostQuery.Grouping grouping(String text) {
        return switch (text) {
            case "job" -> new CostQuery.ByJob();
            case "user" -> new CostQuery.ByUser();
            case "cluster" -> new CostQuery.ByCluster();
            case "sparkVersion" -> new CostQuery.BySparkVersion();
            case "none" -> new CostQuery.Together();
            default -> {
                if (!text.startsWith("label:") || text.length() == "label:".length()) {
                    throw RefusedException.invalid(
                            "groupBy",
                            "'groupBy' must be job, user, cluster, sparkVersion, none or"
                                    + " label:<name>");
                }
                yield new CostQuery.ByLabel(text.substring("label:".length()));
            }
        };
    }

    private static CostQuery.Metric metric(String text) {
        return switch (text) {
            case "coreHours" -> CostQuery.Metric.CORE_HOURS;
            case "appHours" -> CostQuery.Metric.APP_HOURS;
            case "idleCost" -> CostQuery.Metric.IDLE_COST;
            default -> CostQuery.Metric.COST;
        };
    }

    private ObjectNode group(CostReport.Group group) {
        ObjectNode json = Json.object();
        json.put("key", group.rest() ? "other" : group.key());
        json.put("displayName", name(group));
        ArrayNode values = json.putArray("values");
        group.values().forEach(value -> values.add(precise(value)));
        json.setAll(totals(group.totals()));
        json.put("share", AppView.rounded(group.share()));
        json.put("change", AppView.rounded(group.change()));
        return json;
    }

    private static String name(CostReport.Group group) {
        @Nullable String key = group.key();
        return group.rest() ? "Other" : key == null ? "(none)" : key;
    }

    private ObjectNode totals(CostTotals totals) {
        ObjectNode json = Json.object();
        json.set("cost", Json.money(totals.costNanos(), currency()));
        json.set("idleCost", Json.money(totals.idleNanos(), currency()));
        json.put("coreHours", AppView.hours(totals.coreMillis()));
        json.put("appHours", AppView.hours(totals.appMillis()));
        return json.put("applications", totals.applications());
    }

    private String csv(CostQuery asked, CostReport report) {
        StringBuilder csv = new StringBuilder();
        String metric = asked.metric().name().toLowerCase(Locale.ROOT);
        Csv.line(csv, List.of("at", "key", "displayName", metric, "currency"));
        for (CostReport.Group group : report.groups()) {
            for (int i = 0; i < report.buckets().size(); i++) {
                @Nullable String key = group.key();
                Csv.line(
                        csv,
                        List.of(
                                report.buckets().get(i).toString(),
                                group.rest() ? "other" : key == null ? "" : key,
                                name(group),
                                Double.toString(precise(group.values().get(i))),
                                currency().getCurrencyCode()));
            }
        }
        return csv.toString();
    }

    private static double precise(double value) {
        return Math.round(value * 1e9) / 1e9;
    }

    private Currency currency() {
        return prices.currency();
    }
}
