package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.ExecutorCount;
import io.spindrift.runtime.Launch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A launch as Spark properties: what a careful person would give to `spark-submit` for it. Our
/// defaults, over them what the user set, over that what the platform must set. Pure.
///
/// What no property can say (tolerations, sidecars and the like) stands in the [PodTemplate]s.
final class SparkProperties {
    static final String MASTER = "k8s://https://kubernetes.default.svc";

    /// The user of Spark's images may not write to its home.
    private static final String IVY = "/tmp/.ivy2";

    private static final String PATIENCE_MILLIS = "60000";

    private final TreeMap<String, String> conf = new TreeMap<>();
    private final Launch launch;
    private final KubeSettings settings;
    private final String digest;

    private SparkProperties(Launch launch, KubeSettings settings, String digest) {
        this.launch = launch;
        this.settings = settings;
        this.digest = digest;
    }

    /// @param digest of the launch as it was asked for
    static SortedMap<String, String> of(Launch launch, KubeSettings settings, String digest) {
        AppSpec spec = launch.spec();
        SparkProperties made = new SparkProperties(launch, settings, digest);
        made.defaults(spec);
        spec.hadoopConf().forEach((key, value) -> made.conf.put("spark.hadoop." + key, value));
        made.conf.putAll(spec.sparkConf());
        made.withoutTemplates();
        made.dependencies(spec.deps());
        if (spec.type().needsMainClass()) {
            // Executors know the program's classes by this alone from Spark 4 on.
            made.join("spark.jars", List.of(spec.mainApplicationFile()));
        }
        made.container(KubeConf.DRIVER, "driver", spec.driver());
        made.container(KubeConf.EXECUTOR, "executor", spec.executor());
        made.executors(spec.executors());
        made.place(spec);
        Gang.of(spec).ifPresent(gang -> made.conf.putAll(gang.properties(launch.id(), spec)));
        made.labels();
        made.record();
        return made.conf;
    }

    private void defaults(AppSpec spec) {
        String jobId = launch.jobId();
        conf.put("spark.app.name", jobId == null ? launch.id().appId() : jobId);
        conf.put("spark.eventLog.logStageExecutorMetrics", "true");
        conf.put("spark.executor.processTreeMetrics.enabled", "true");
        conf.put("spark.executor.metrics.pollingInterval", "5s");
        conf.put("spark.ui.showConsoleProgress", "false");
        // Lists of pods answered from the API server's cache: many drivers ask for them.
        conf.put("spark.kubernetes.executor.enablePollingWithResourceVersion", "true");
        // An API server that is slow for a while would end a driver after 10 s, Spark's own
        // patience.
        conf.put(KubeConf.DRIVER + "connectionTimeout", PATIENCE_MILLIS);
        conf.put(KubeConf.DRIVER + "requestTimeout", PATIENCE_MILLIS);
        // The exception that ended a driver is then told by its pod.
        conf.put("spark.kubernetes.driver.annotateExitException", "true");
        if (!spec.executors().dynamic()) {
            // A pod that is gone tells neither its exit code nor its last words.
            conf.put("spark.kubernetes.executor.deleteOnTermination", "false");
        }
        if (!spec.deps().packages().isEmpty()) {
            conf.put("spark.jars.ivy", IVY);
        }
        if (spec.type() == AppType.SQL) {
            // Else each run would set up a Hive metastore of its own, only to throw it away.
            conf.put("spark.sql.catalogImplementation", "in-memory");
        }
    }

    /// They stand in the ConfigMap, or in the pod.
    private void withoutTemplates() {
        for (String prefix : List.of(KubeConf.DRIVER, KubeConf.EXECUTOR)) {
            conf.remove(prefix + KubeConf.TEMPLATE);
            conf.remove(prefix + KubeConf.TEMPLATE_CONTAINER);
        }
    }

    private void dependencies(AppDeps deps) {
        join("spark.jars", deps.jars());
        join("spark.files", deps.files());
        join("spark.submit.pyFiles", deps.pyFiles());
        join("spark.archives", deps.archives());
        join("spark.jars.packages", deps.packages());
        join("spark.jars.excludes", deps.excludePackages());
        join("spark.jars.repositories", deps.repositories());
    }

    /// @param prefix of this container's Kubernetes properties
    /// @param name `driver` or `executor`
    private void container(String prefix, String name, ContainerSpec container) {
        conf.put("spark." + name + ".cores", Integer.toString(container.cores()));
        conf.put("spark." + name + ".memory", container.memoryMib() + "m");
        conf.put("spark." + name + ".memoryOverhead", container.memoryOverheadMib() + "m");
        conf.put(prefix + "request.cores", cores(container.coreRequestMilliCores()));
        Integer limit = container.pod().coreLimitMilliCores();
        if (limit != null) {
            conf.put(prefix + "limit.cores", cores(limit));
        }
        String variables =
                name.equals("driver") ? "spark.kubernetes.driverEnv." : "spark.executorEnv.";
        container.envVars().forEach((key, value) -> conf.put(variables + key, value));
        JsonNode rest = container.pod().rest();
        texts(rest, "labels", prefix + "label.");
        texts(rest, "annotations", prefix + "annotation.");
        texts(rest, "nodeSelector", prefix + "node.selector.");
        for (Map.Entry<String, JsonNode> key : rest.path("envSecretKeyRefs").properties()) {
            JsonNode secret = key.getValue();
            conf.put(
                    prefix + "secretKeyRef." + key.getKey(),
                    secret.path("name").asText() + ":" + secret.path("key").asText());
        }
        for (JsonNode secret : rest.path("secrets")) {
            secret(prefix, variables, secret);
        }
    }

    private void labels() {
        Map<String, String> labels = Labels.ours(launch, settings.clusterId());
        for (String prefix : List.of(KubeConf.DRIVER, KubeConf.SERVICE, KubeConf.EXECUTOR)) {
            labels.forEach((key, value) -> conf.put(prefix + "label." + key, value));
        }
        identity(launch.spec())
                .map(WorkloadIdentity::podLabels)
                .orElse(Map.of())
                .forEach((key, value) -> {
                    conf.put(KubeConf.DRIVER + "label." + key, value);
                    conf.put(KubeConf.EXECUTOR + "label." + key, value);
                });
        conf.put(KubeConf.DRIVER + "annotation." + Labels.LAUNCH, digest);
        conf.put(KubeConf.SERVICE + "annotation." + Labels.LAUNCH, digest);
    }

    private void secret(String prefix, String variables, JsonNode secret) {
        String path = secret.path("path").asText();
        conf.put(prefix + "secrets." + secret.path("name").asText(), path);
        switch (secret.path("secretType").asText()) {
            case "GCPServiceAccount" ->
                    conf.put(variables + "GOOGLE_APPLICATION_CREDENTIALS", path + "/key.json");
            case "HadoopDelegationToken" ->
                    conf.put(variables + "HADOOP_TOKEN_FILE_LOCATION", path + "/hadoop.token");
            default -> {
                // Generic: its files are all there is.
            }
        }
    }

    private void texts(JsonNode rest, String field, String prefix) {
        for (Map.Entry<String, JsonNode> text : rest.path(field).properties()) {
            conf.put(prefix + text.getKey(), text.getValue().asText());
        }
    }

    private void executors(ExecutorCount count) {
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

    private void place(AppSpec spec) {
        JsonNode pod = spec.pod();
        String image = text(pod, "image", settings.imageRepository() + ":" + spec.sparkVersion());
        conf.put("spark.master", MASTER);
        conf.put("spark.submit.deployMode", "cluster");
        conf.put("spark.kubernetes.namespace", text(pod, "namespace", settings.namespace()));
        conf.put(KubeConf.IMAGE, image);
        JsonNode policy = pod.get("imagePullPolicy");
        if (policy != null) {
            conf.put(KubeConf.IMAGE + ".pullPolicy", policy.asText());
        }
        conf.put(
                KubeConf.SERVICE_ACCOUNT,
                identity(spec)
                        .map(WorkloadIdentity::account)
                        .orElse(text(pod, "serviceAccountName", settings.serviceAccount())));
        conf.put(KubeConf.DRIVER + "pod.name", Names.driverPod(launch.id()));
        conf.put(KubeConf.EXECUTOR + "podNamePrefix", Names.executorPrefix(launch.id()));
        if (pod.path("prometheus").asBoolean()) {
            scraped();
        }
    }

    private Optional<WorkloadIdentity> identity(AppSpec spec) {
        return WorkloadIdentity.of(spec, launch.jobId(), launch.id().appId());
    }

    /// The driver tells Prometheus of all executors, its own among them, and under a path of its
    /// own of its scheduler and its JVM. Annotations can name one path only.
    private void scraped() {
        String annotation = KubeConf.DRIVER + "annotation.prometheus.io/";
        String sink = "spark.metrics.conf.driver.sink.prometheusServlet.";
        conf.putIfAbsent(sink + "class", "org.apache.spark.metrics.sink.PrometheusServlet");
        conf.putIfAbsent(sink + "path", "/metrics/prometheus");
        // Spark would have the application's id in each name, so that no two had one in common.
        conf.putIfAbsent("spark.metrics.namespace", "spark");
        conf.put(KubeConf.DRIVER + "label." + Labels.SCRAPED, "true");
        conf.putIfAbsent("spark.ui.prometheus.enabled", "true");
        conf.putIfAbsent(annotation + "scrape", "true");
        conf.putIfAbsent(annotation + "path", "/metrics/executors/prometheus");
        conf.putIfAbsent(annotation + "port", conf.getOrDefault("spark.ui.port", "4040"));
    }

    /// How its history comes to the platform.
    private void record() {
        String jobId = launch.jobId();
        conf.put("spark.spindrift.appId", launch.id().appId());
        conf.put("spark.spindrift.attempt", Integer.toString(launch.id().attempt()));
        conf.put("spark.spindrift.jobId", jobId == null ? "" : jobId);
        conf.put("spark.spindrift.user", launch.user());
        String url = settings.platformUrl();
        if (url != null) {
            conf.put("spark.spindrift.url", url);
            conf.merge("spark.plugins", KubeConf.AGENT, (theirs, ours) -> theirs + "," + ours);
        }
        String folder = settings.eventLogDir();
        conf.put("spark.eventLog.enabled", Boolean.toString(folder != null));
        if (folder != null) {
            conf.put("spark.eventLog.dir", folder);
            conf.putIfAbsent("spark.eventLog.rolling.enabled", "true");
            conf.putIfAbsent("spark.eventLog.rolling.maxFileSize", "16m");
            conf.putIfAbsent("spark.eventLog.compress", "true");
            conf.putIfAbsent("spark.eventLog.compression.codec", "zstd");
        }
    }

    private static String text(JsonNode object, String field, String otherwise) {
        JsonNode value = object.get(field);
        return value == null || value.asText().isBlank() ? otherwise : value.asText();
    }

    /// As Kubernetes writes them: `2`, `500m`.
    private static String cores(int milliCores) {
        return milliCores % 1000 == 0 ? Integer.toString(milliCores / 1000) : milliCores + "m";
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
}
