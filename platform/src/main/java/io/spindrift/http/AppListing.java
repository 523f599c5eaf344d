package io.spindrift.http;

import io.spindrift.app.AppQuery;
import io.spindrift.app.AppSort;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.history.http.Csv;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a list of applications was asked for.
record AppListing(AppQuery query, boolean csv, boolean withConfig) {
    static final int MOST_CSV_ROWS = 100_000;
    private static final Set<String> SORTS =
            Arrays.stream(AppSort.values()).map(AppSort::text).collect(Collectors.toSet());
    private static final List<String> COLUMNS =
            List.of(
                    "id",
                    "internalId",
                    "clusterId",
                    "jobId",
                    "appState",
                    "user",
                    "submissionSource",
                    "type",
                    "sparkVersion",
                    "createdAt",
                    "startedAt",
                    "endedAt",
                    "durationMillis",
                    "coreHours",
                    "cost",
                    "efficiency",
                    "cpuEfficiency",
                    "dataReadBytes",
                    "dataWrittenBytes",
                    "peakMemoryBytes",
                    "errors",
                    "warnings",
                    "labels");

    /// @param clusters those of the path; empty to let a parameter say
    static AppListing read(Call call, Set<String> clusters) {
        Query query =
                call.query(
                        "offset",
                        "limit",
                        "format",
                        "sort",
                        "clusterId",
                        "appState",
                        "jobId",
                        "user",
                        "submissionSource",
                        "sparkVersion",
                        "label",
                        "hasIssues",
                        "from",
                        "to",
                        "q",
                        "expand");
        Query.Sort sort = query.sort("-createdAt", SORTS);
        AppQuery wanted =
                new AppQuery(
                        clusters.isEmpty() ? query.texts("clusterId") : clusters,
                        states(query.texts("appState")),
                        query.texts("jobId"),
                        query.texts("user"),
                        query.texts("submissionSource"),
                        query.texts("sparkVersion"),
                        labels(query.texts("label")),
                        query.time("from").orElse(null),
                        query.time("to").orElse(null),
                        query.text("hasIssues").isEmpty() ? null : query.flag("hasIssues"),
                        query.text("q").orElse(""),
                        AppSort.parse(sort.field()).orElseThrow(),
                        sort.descending(),
                        query.offset(),
                        query.limit());
        boolean expand = query.text("expand").isPresent();
        if (expand) {
            query.choice("expand", "config", "config");
        }
        return new AppListing(wanted, query.csv(), expand);
    }

    AppQuery query(int offset, int limit) {
        return new AppQuery(
                query.clusterIds(),
                query.states(),
                query.jobIds(),
                query.users(),
                query.sources(),
                query.sparkVersions(),
                query.labels(),
                query.createdFrom(),
                query.createdTo(),
                query.hasIssues(),
                query.text(),
                query.sort(),
                query.descending(),
                offset,
                limit);
    }

    private static Set<AppState> states(Set<String> names) {
        Set<AppState> states = EnumSet.noneOf(AppState.class);
        for (String name : names) {
            states.add(
                    Arrays.stream(AppState.values())
                            .filter(state -> state.name().equals(name))
                            .findAny()
                            .orElseThrow(() ->
                                    RefusedException.invalid(
                                            "appState",
                                            "'appState' must be of "
                                                    + Arrays.toString(AppState.values()))));
        }
        return states;
    }

    private static Map<String, String> labels(Set<String> texts) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            labels.put(
                    equals < 0 ? text : text.substring(0, equals),
                    equals < 0 ? "" : text.substring(equals + 1));
        }
        return labels;
    }

    static String csv(List<AppSummary> apps, Instant now) {
        StringBuilder csv = new StringBuilder();
        Csv.line(csv, COLUMNS);
        for (AppSummary app : apps) {
            Csv.line(csv, cells(app, now));
        }
        return csv.toString();
    }

    private static List<String> cells(AppSummary app, Instant now) {
        return List.of(
                app.id(),
                app.internalId().toString(),
                app.clusterId(),
                text(app.jobId()),
                app.state().name(),
                app.user(),
                app.source().text(),
                app.type().text(),
                app.sparkVersion(),
                text(Json.time(app.createdAt())),
                text(Json.time(app.startedAt())),
                text(Json.time(app.endedAt())),
                text(app.durationMillis(now)),
                text(AppView.hours(app.figures().coreMillis())),
                money(app.figures().costNanos()),
                text(AppView.rounded(app.figures().efficiency())),
                text(AppView.rounded(app.figures().cpuEfficiency())),
                text(app.figures().readBytes()),
                text(app.figures().writtenBytes()),
                text(app.figures().peakMemoryBytes()),
                "" + app.figures().errors(),
                "" + app.figures().warnings(),
                app.labels().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" ")));
    }

    private static String money(@Nullable Long nanos) {
        return nanos == null ? "" : java.math.BigDecimal.valueOf(nanos, 9).toPlainString();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
