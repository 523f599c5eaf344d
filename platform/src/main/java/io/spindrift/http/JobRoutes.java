package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.access.Identity;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.ConfigResolver;
import io.spindrift.app.Job;
import io.spindrift.app.JobStore;
import io.spindrift.cost.JobStatistics;
import io.spindrift.cost.RunMedians;
import io.spindrift.schedule.ScheduleStore;
import io.spindrift.schedule.Schedules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Jobs, as their runs show them; and the configuration of runs to come.
final class JobRoutes {
    private static final String KIND = "job";
    private static final String ALL = "/ocean/spark/job";
    private static final String OF_CLUSTER = "/ocean/spark/cluster/{clusterId}/job";
    private static final Map<String, Function<JobStatistics, @Nullable Comparable<?>>> SORTS =
            Map.of(
                    "id",
                    JobStatistics::jobId,
                    "lastRunAt",
                    JobStatistics::lastRunAt,
                    "runs",
                    JobStatistics::runs,
                    "durationMillis",
                    job -> of(job, RunMedians::durationMillis),
                    "cost",
                    job -> of(job, RunMedians::costNanos),
                    "efficiency",
                    job -> of(job, RunMedians::efficiency));

    private final ApplicationStore apps;
    private final JobStore jobs;
    private final AppFinder finder;
    private final AppView view;
    private final Feed feed;
    private final ScheduleStore schedules;
    private final InstantSource clock;

    JobRoutes(Services services, AppFinder finder, AppView view) {
        this.apps = services.apps();
        this.jobs = services.jobs();
        this.feed = services.feed();
        this.schedules = services.schedules();
        this.clock = services.clock();
        this.finder = finder;
        this.view = view;
    }

    void addTo(RouteTable table) {
        table.get(ALL, call -> list(call, null))
                .get(ALL + "/{jobId}", call -> one(call, null))
                .get(OF_CLUSTER, call -> list(call, finder.cluster(call).id()))
                .get(OF_CLUSTER + "/{jobId}", call -> one(call, finder.cluster(call).id()))
                .put(OF_CLUSTER + "/{jobId}", this::configure);
    }

    private void list(Call call, @Nullable String clusterId) {
        Query query = call.query("offset", "limit", "format", "sort", "clusterId", "q");
        Query.Sort sort = query.sort("-lastRunAt", SORTS.keySet());
        Set<String> clusters = clusterId == null ? query.texts("clusterId") : Set.of(clusterId);
        String part = query.text("q").orElse("").toLowerCase(Locale.ROOT);
        Instant now = clock.instant();
        Map<String, Instant> due = due();
        List<ObjectNode> items =
                JobStatistics.byJob(of(clusters)).values().stream()
                        .filter(job -> job.jobId().toLowerCase(Locale.ROOT).contains(part))
                        .sorted(order(sort))
                        .map(job -> json(job, now, call.who(), due.get(job.jobId())))
                        .toList();
        Listing.answer(call, query, KIND, items);
    }

    /// When each job that has a schedule runs next, on any cluster.
    private Map<String, Instant> due() {
        Map<String, Instant> due = new HashMap<>();
        schedules
                .list()
                .forEach(schedule ->
                        Schedules.next(schedule)
                                .ifPresent(next ->
                                        due.merge(
                                                schedule.jobId(),
                                                next,
                                                (a, b) -> a.isBefore(b) ? a : b)));
        return due;
    }

    private Collection<AppSummary> of(Set<String> clusters) {
        return clusters.isEmpty()
                ? apps.all()
                : apps.all().stream().filter(app -> clusters.contains(app.clusterId())).toList();
    }

    private void one(Call call, @Nullable String clusterId) {
        call.query();
        call.answer(Answer.one(KIND, existing(call.jobId(), clusterId, call.who())));
    }

    private ObjectNode existing(String jobId, @Nullable String clusterId, Identity who) {
        List<AppSummary> runs =
                apps.ofJob(jobId).stream()
                        .filter(app -> clusterId == null || clusterId.equals(app.clusterId()))
                        .toList();
        Optional<JobStatistics> statistics = JobStatistics.of(jobId, runs);
        if (statistics.isPresent()) {
            return json(statistics.get(), clock.instant(), who, due().get(jobId));
        }
        Job job =
                jobs.get(jobId)
                        .orElseThrow(
                                () -> RefusedException.notFound("there is no job '" + jobId + "'"));
        return withoutRuns(job, who);
    }

    private void configure(Call call) {
        call.query();
        String cluster = finder.cluster(call).id();
        String id = call.jobId();
        Body body = Body.of(Masks.refuse(call.body()), "displayName", "config");
        ObjectNode config = ConfigResolver.checkedFragment(body.object("config"), "config");
        Instant now = clock.instant();
        Job before = jobs.getOrMake(id, now);
        String name = body.text("displayName", 200).orElse(before.displayName());
        jobs.put(new Job(id, name, config, before.createdAt(), now));
        feed.publish(
                "job",
                cluster,
                null,
                Json.object().put("id", id).put("clusterId", cluster).put("deleted", false));
        call.answer(Answer.one(KIND, existing(id, null, call.who())));
    }

    private ObjectNode withoutRuns(Job job, Identity who) {
        ObjectNode json = Json.object();
        json.put("id", job.id()).put("displayName", job.displayName());
        json.putArray("clusterIds");
        json.put("runs", 0).putNull("lastRunAt").putArray("lastRuns");
        json.put("nextRunAt", Json.time(due().get(job.id())));
        json.putNull("median").putNull("failedShare");
        json.set("config", config(job, who));
        return json;
    }

    /// A job belongs to nobody, so that its secrets are for administrators alone.
    private static ObjectNode config(Job job, Identity who) {
        return who.admin() ? job.config() : Masks.of(job.config());
    }

    private ObjectNode json(
            JobStatistics job, Instant now, Identity who, @Nullable Instant nextRunAt) {
        ObjectNode json = Json.object();
        Optional<Job> kept = jobs.get(job.jobId());
        json.put("id", job.jobId());
        json.put("displayName", kept.map(Job::displayName).orElse(job.jobId()));
        json.set("clusterIds", Json.texts(job.clusterIds()));
        json.put("runs", job.runs());
        json.put("lastRunAt", Json.time(job.lastRunAt()));
        json.put("nextRunAt", Json.time(nextRunAt));
        ArrayNode runs = json.putArray("lastRuns");
        job.lastRuns().forEach(run -> runs.add(run(run, now)));
        json.set("median", view.medians(Optional.ofNullable(job.medians())));
        json.put("failedShare", AppView.rounded(job.failedShare()));
        ObjectNode config = kept.map(known -> config(known, who)).orElse(null);
        json.set("config", config == null || config.isEmpty() ? json.nullNode() : config);
        return json;
    }

    private ObjectNode run(AppSummary run, Instant now) {
        ObjectNode json = Json.object();
        json.put("appId", run.id());
        json.put("clusterId", run.clusterId());
        json.put("appState", run.state().name());
        json.put("createdAt", Json.time(run.createdAt()));
        json.put("startedAt", Json.time(run.startedAt()));
        json.put("durationMillis", run.durationMillis(now));
        json.set("cost", view.moneyOrNull(run.figures().costNanos()));
        json.put("coreHours", AppView.hours(run.figures().coreMillis()));
        json.put("efficiency", AppView.rounded(run.figures().efficiency()));
        json.put("dataReadBytes", run.figures().readBytes());
        json.put("dataWrittenBytes", run.figures().writtenBytes());
        json.set("issues", AppView.issues(run.figures()));
        return json;
    }

    private static @Nullable Comparable<?> of(
            JobStatistics job, Function<RunMedians, @Nullable Comparable<?>> figure) {
        RunMedians medians = job.medians();
        return medians == null ? null : figure.apply(medians);
    }

    /// What is not known comes last, either way round.
    @SuppressWarnings("unchecked") // one key gives values of one type
    private static Comparator<JobStatistics> order(Query.Sort sort) {
        Function<JobStatistics, @Nullable Comparable<?>> key =
                java.util.Objects.requireNonNull(SORTS.get(sort.field()));
        Comparator<JobStatistics> byValue =
                (left, right) -> {
                    Comparable<Object> a = (Comparable<Object>) key.apply(left);
                    Comparable<Object> b = (Comparable<Object>) key.apply(right);
                    if (a == null || b == null) {
                        return a == null ? (b == null ? 0 : 1) : -1;
                    }
                    return sort.descending() ? b.compareTo(a) : a.compareTo(b);
                };
        return byValue.thenComparing(JobStatistics::jobId);
    }
}
