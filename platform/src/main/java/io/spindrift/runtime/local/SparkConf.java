package io.spindrift.runtime.local;

import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ExecutorCount;
import io.spindrift.runtime.Launch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The Spark configuration of a launch: our defaults, over them what the user set, over that what
/// the platform must set. Pure.
final class SparkConf {
    private static final String ADDRESS = "127.0.0.1";

    private final TreeMap<String, String> conf = new TreeMap<>();

    private SparkConf() {}

    static SortedMap<String, String> of(
            Launch launch, SparkFiles files, AttemptFolder folder, int uiPort) {
        AppSpec spec = launch.spec();
        SparkConf made = new SparkConf();
        made.observe(spec);
        String jobId = launch.jobId();
        made.conf.put("spark.app.name", jobId == null ? launch.id().appId() : jobId);
        made.conf.put("spark.spindrift.appId", launch.id().appId());
        made.conf.put("spark.spindrift.attempt", Integer.toString(launch.id().attempt()));
        made.conf.put("spark.spindrift.jobId", jobId == null ? "" : jobId);
        made.conf.put("spark.spindrift.user", launch.user());
        spec.hadoopConf().forEach((key, value) -> made.conf.put("spark.hadoop." + key, value));
        made.conf.putAll(spec.sparkConf());
        made.dependencies(spec.deps(), files);
        spec.executor()
                .envVars()
                .forEach((name, value) -> made.conf.put("spark.executorEnv." + name, value));
        made.size(spec);
        made.confine(folder, uiPort);
        return made.conf;
    }

    /// What history is made of, and quiet.
    private void observe(AppSpec spec) {
        conf.put("spark.eventLog.rolling.enabled", "true");
        conf.put("spark.eventLog.rolling.maxFileSize", "16m");
        conf.put("spark.eventLog.compress", "true");
        conf.put("spark.eventLog.compression.codec", "zstd");
        conf.put("spark.eventLog.logStageExecutorMetrics", "true");
        conf.put("spark.executor.processTreeMetrics.enabled", "true");
        conf.put("spark.executor.metrics.pollingInterval", "5s");
        if (SparkDistribution.atLeast(spec.sparkVersion(), 4, 0)) {
            // They say again what Task Metrics say; SQL's own accumulators are not among them.
            conf.put("spark.eventLog.includeTaskMetricsAccumulators", "false");
        }
        conf.put("spark.ui.showConsoleProgress", "false");
        if (spec.type() == AppType.SQL) {
            // Else each run would set up a Hive metastore of its own, only to throw it away.
            conf.put("spark.sql.catalogImplementation", "in-memory");
        }
    }

    private void dependencies(AppDeps deps, SparkFiles files) {
        join("spark.jars", files.jars());
        join("spark.files", files.files());
        join("spark.submit.pyFiles", files.pyFiles());
        join("spark.archives", files.archives());
        join("spark.jars.packages", deps.packages());
        join("spark.jars.excludes", deps.excludePackages());
        join("spark.jars.repositories", deps.repositories());
    }

    private void size(AppSpec spec) {
        ExecutorCount count = spec.executors();
        int cores = spec.executor().cores();
        // A worker for each executor. Spark counts the heap alone against a worker's memory, or
        // the overhead, too, by version: twice the whole never stands in the way.
        conf.put(
                "spark.master",
                "local-cluster[%d,%d,%d]"
                        .formatted(count.most(), cores, 2 * spec.executor().totalMemoryMib()));
        conf.put("spark.submit.deployMode", "client");
        conf.put("spark.driver.cores", Integer.toString(spec.driver().cores()));
        conf.put("spark.driver.memory", spec.driver().memoryMib() + "m");
        conf.put("spark.executor.cores", Integer.toString(cores));
        conf.put("spark.executor.memory", spec.executor().memoryMib() + "m");
        conf.put("spark.cores.max", Integer.toString(cores * count.most()));
        if (!count.dynamic()) {
            conf.put("spark.executor.instances", Integer.toString(count.most()));
            return;
        }
        conf.put("spark.dynamicAllocation.enabled", "true");
        conf.putIfAbsent("spark.dynamicAllocation.shuffleTracking.enabled", "true");
        conf.put("spark.dynamicAllocation.minExecutors", Integer.toString(count.least()));
        conf.put("spark.dynamicAllocation.initialExecutors", Integer.toString(count.initial()));
        conf.put("spark.dynamicAllocation.maxExecutors", Integer.toString(count.most()));
    }

    private void confine(AttemptFolder folder, int uiPort) {
        conf.put("spark.eventLog.enabled", "true");
        conf.put("spark.eventLog.dir", folder.eventLogs().toUri().toString());
        conf.put("spark.local.dir", folder.scratch().resolve("local").toString());
        conf.put("spark.jars.ivy", folder.scratch().resolve("ivy").toString());
        conf.put("spark.driver.host", ADDRESS);
        conf.put("spark.driver.bindAddress", ADDRESS);
        conf.put("spark.ui.port", Integer.toString(uiPort));
    }

    private void join(String key, List<String> more) {
        if (more.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>();
        String before = conf.get(key);
        if (before != null && !before.isBlank()) {
            all.addAll(Arrays.asList(before.split(",")));
        }
        all.addAll(more);
        conf.put(key, String.join(",", all));
    }

    /// The environment variables that hold Spark to the loopback interface.
    static Map<String, String> loopback() {
        return Map.of("SPARK_LOCAL_IP", ADDRESS, "SPARK_LOCAL_HOSTNAME", ADDRESS);
    }
}
