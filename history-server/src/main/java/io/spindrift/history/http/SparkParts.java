package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.EnvironmentRun.ResourceProfile;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.JobRun;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.RunId;
import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.PlanNode;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Jobs, executors, environment and SQL as Spark tells them.
final class SparkParts {
    private static final Set<String> JOB_STATUSES =
            Set.of("running", "succeeded", "failed", "unknown");

    private static final Comparator<ExecutorRun> BY_ID = Comparator.comparing(ExecutorRun::id);

    private final History history;

    SparkParts(History history) {
        this.history = history;
    }

    /// Newest first, as Spark.
    ArrayNode jobs(ServerRequest request, RunId run) {
        Set<String> statuses = SparkQuery.oneOf(request, "status", JOB_STATUSES);
        ArrayNode json = Json.array();
        for (JobRun job : history.jobs(run).reversed()) {
            if (statuses.contains(job.status().name().toLowerCase(Locale.ROOT))) {
                json.add(json(job));
            }
        }
        return json;
    }

    ObjectNode job(ServerRequest request, RunId run) {
        int id = SparkQuery.pathNumber(request, "jobId");
        return history.job(run, id)
                .map(SparkParts::json)
                .orElseThrow(() -> SparkRefusal.notFound("unknown job: " + id));
    }

    /// In the order of ids as text, as Spark's store has them. One that nobody removed is active,
    /// also after the application's end.
    ArrayNode executors(RunId run, boolean activeOnly) {
        ArrayNode json = Json.array();
        Map<String, Integer> blocks = new HashMap<>();
        history.rdds(run).stream()
                .flatMap(rdd -> rdd.executors().stream())
                .forEach(share -> blocks.merge(share.executorId(), share.blocks(), Integer::sum));
        long appMillis =
                history.run(run).map(AppRun::duration).map(java.time.Duration::toMillis).orElse(0L);
        history.executors(run).stream()
                .filter(executor -> executor.removeReason() == null || !activeOnly)
                .sorted(activeOnly ? BY_ID.reversed() : BY_ID)
                .forEach(executor ->
                        json.add(json(executor, appMillis, blocks.getOrDefault(executor.id(), 0))));
        return json;
    }

    ObjectNode environment(RunId run) {
        EnvironmentRun environment = history.environment(run).orElse(EnvironmentRun.NONE);
        ObjectNode json = Json.object();
        json.putObject("runtime")
                .put("javaVersion", environment.javaVersion())
                .put("javaHome", environment.javaHome())
                .put("scalaVersion", environment.scalaVersion());
        json.set("sparkProperties", pairs(environment.sparkProperties()));
        json.set("hadoopProperties", pairs(environment.hadoopProperties()));
        json.set("systemProperties", pairs(environment.systemProperties()));
        json.set("metricsProperties", pairs(environment.metricsProperties()));
        ArrayNode classpath = json.putArray("classpathEntries");
        environment
                .classpath()
                .forEach(each -> classpath.addArray().add(each.key()).add(each.value()));
        ArrayNode profiles = json.putArray("resourceProfiles");
        environment.resourceProfiles().forEach(profile -> profiles.add(json(profile)));
        return json;
    }

    ArrayNode sqls(ServerRequest request, RunId run) {
        ArrayNode json = Json.array();
        int length = SparkQuery.number(request, "length", 20);
        history.sqls(
                        run,
                        SparkQuery.integer(request, "offset", 0),
                        length < 0 ? Integer.MAX_VALUE : length)
                .items()
                .forEach(sql -> json.add(json(request, run, sql)));
        return json;
    }

    ObjectNode sql(ServerRequest request, RunId run) {
        int id = SparkQuery.pathNumber(request, "executionId");
        return history.sql(run, id)
                .map(sql -> json(request, run, sql))
                .orElseThrow(() -> SparkRefusal.notFound("unknown query execution id: " + id));
    }

    private static ObjectNode json(JobRun job) {
        ObjectNode json = Json.object().put("jobId", job.id()).put("name", job.name());
        SparkValues.put(json, "description", job.description());
        SparkValues.putTime(json, "submissionTime", job.submittedAt());
        SparkValues.putTime(json, "completionTime", job.completedAt());
        json.set("stageIds", SparkValues.numbers(job.stageIds()));
        SparkValues.put(json, "jobGroup", job.group());
        json.set("jobTags", Json.texts(job.tags()));
        json.put("status", job.status().name())
                .put("numTasks", job.tasks().total())
                .put("numActiveTasks", job.tasks().active())
                .put("numCompletedTasks", job.tasks().completed())
                .put("numSkippedTasks", job.skippedTasks())
                .put("numFailedTasks", job.tasks().failed())
                .put("numKilledTasks", job.tasks().killed())
                .put("numCompletedIndices", job.tasks().completedIndices())
                .put("numActiveStages", job.stages().active())
                .put("numCompletedStages", job.stages().completed())
                .put("numSkippedStages", job.stages().skipped())
                .put("numFailedStages", job.stages().failed());
        json.set("killedTasksSummary", SparkValues.counts(job.killedTasks()));
        return json;
    }

    private static ObjectNode json(ExecutorRun executor, long appMillis, int blocks) {
        ObjectNode json =
                Json.object()
                        .put("id", executor.id())
                        .put("hostPort", executor.hostPort())
                        .put("isActive", executor.removeReason() == null)
                        .put("rddBlocks", blocks)
                        .put(
                                "memoryUsed",
                                executor.storage().usedOnHeapBytes()
                                        + executor.storage().usedOffHeapBytes())
                        .put("diskUsed", executor.storage().usedDiskBytes())
                        .put("totalCores", executor.cores())
                        .put("maxTasks", executor.slots())
                        .put("activeTasks", executor.tasks().active())
                        .put("failedTasks", executor.tasks().failed())
                        .put("completedTasks", executor.tasks().completed())
                        .put("totalTasks", executor.tasks().total())
                        .put("totalDuration", executor.driver() ? appMillis : executor.taskMillis())
                        .put(
                                "totalGCTime",
                                executor.driver()
                                        ? executor.peaks().of(PeakMetric.TOTAL_GC_TIME)
                                        : executor.metrics().of(TaskMetric.JVM_GC_MILLIS))
                        .put("totalInputBytes", executor.metrics().of(TaskMetric.INPUT_BYTES))
                        .put("totalShuffleRead", executor.metrics().shuffleReadBytes())
                        .put(
                                "totalShuffleWrite",
                                executor.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN))
                        .put("isBlacklisted", executor.excluded())
                        .put("maxMemory", executor.storage().totalBytes())
                        .put("addTime", SparkValues.time(executor.addedAt()));
        if (executor.removeReason() != null) {
            SparkValues.putTime(json, "removeTime", executor.endedAt());
            json.put("removeReason", executor.removeReason());
        }
        json.set("executorLogs", SparkValues.texts(executor.logUrls()));
        json.putObject("memoryMetrics")
                .put("usedOnHeapStorageMemory", executor.storage().usedOnHeapBytes())
                .put("usedOffHeapStorageMemory", executor.storage().usedOffHeapBytes())
                .put("totalOnHeapStorageMemory", executor.storage().totalOnHeapBytes())
                .put("totalOffHeapStorageMemory", executor.storage().totalOffHeapBytes());
        json.set("blacklistedInStages", SparkValues.numbers(executor.excludedInStages()));
        if (executor.peaks().measured() || !executor.metrics().equals(TaskMetrics.NONE)) {
            json.set("peakMemoryMetrics", SparkValues.peaks(executor.peaks()));
        }
        json.set("attributes", SparkValues.texts(executor.attributes()));
        json.putObject("resources");
        json.put("resourceProfileId", executor.resourceProfileId())
                .put("isExcluded", executor.excluded());
        json.set("excludedInStages", SparkValues.numbers(executor.excludedInStages()));
        return json;
    }

    private static ArrayNode pairs(List<Property> properties) {
        ArrayNode array = Json.array();
        properties.forEach(each -> array.addArray().add(each.key()).add(Secrets.shown(each)));
        return array;
    }

    private static ObjectNode json(ResourceProfile profile) {
        ObjectNode json = Json.object().put("id", profile.id());
        ObjectNode executor = json.putObject("executorResources");
        new TreeMap<>(profile.executor())
                .forEach((name, request) ->
                        executor.putObject(name)
                                .put("resourceName", request.resource())
                                .put("amount", request.amount())
                                .put("discoveryScript", request.discoveryScript())
                                .put("vendor", request.vendor()));
        ObjectNode task = json.putObject("taskResources");
        new TreeMap<>(profile.task())
                .forEach((name, amount) ->
                        task.putObject(name).put("resourceName", name).put("amount", amount));
        return json;
    }

    private ObjectNode json(ServerRequest request, RunId run, SqlRun sql) {
        boolean details = SparkQuery.flag(request, "details", true);
        boolean plan = SparkQuery.flag(request, "planDescription", true);
        Instant until =
                sql.completedAt() == null
                        ? history.run(run).map(AppRun::updatedAt).orElse(sql.submittedAt())
                        : sql.completedAt();
        ObjectNode json =
                Json.object()
                        .put("id", sql.id())
                        .put("status", sql.status().name())
                        .put("description", sql.description())
                        .put("planDescription", plan ? sql.planText() : "")
                        .put("submissionTime", SparkValues.time(sql.submittedAt()))
                        .put("duration", until.toEpochMilli() - sql.submittedAt().toEpochMilli());
        json.set("runningJobIds", SparkValues.numbers(sql.runningJobs()));
        json.set("successJobIds", SparkValues.numbers(sql.succeededJobs()));
        json.set("failedJobIds", SparkValues.numbers(sql.failedJobs()));
        ArrayNode nodes = json.putArray("nodes");
        ArrayNode edges = json.putArray("edges");
        if (details) {
            sql.nodes().stream()
                    .sorted(Comparator.comparingLong(PlanNode::id).reversed())
                    .forEach(node -> nodes.add(json(node)));
            sql.edges()
                    .forEach(edge ->
                            edges.addObject()
                                    .put("fromId", edge.fromId())
                                    .put("toId", edge.toId()));
        }
        SparkValues.put(json, "queryId", sql.queryId());
        if (sql.completedAt() != null) {
            json.put("errorMessage", sql.error() == null ? "" : sql.error());
        }
        json.put("rootExecutionId", sql.rootId());
        json.set("modifiedConfigs", SparkValues.texts(sql.modifiedConfigs()));
        return json;
    }

    private static ObjectNode json(PlanNode node) {
        ObjectNode json =
                Json.object().put("nodeId", node.id()).put("nodeName", node.name().strip());
        Integer codegen = node.codegenId();
        if (codegen != null && !node.cluster()) {
            json.put("wholeStageCodegenId", codegen);
        }
        ArrayNode metrics = json.putArray("metrics");
        node.metrics()
                .forEach(metric -> {
                    if (metric.value() != null) {
                        metrics.addObject()
                                .put("name", metric.name())
                                .put("value", metric.value().text());
                    }
                });
        return json.put("desc", node.description());
    }
}
