package io.spindrift.manifest;

import static io.spindrift.manifest.FieldType.FLAG;
import static io.spindrift.manifest.FieldType.OBJECT;
import static io.spindrift.manifest.FieldType.OBJECTS;
import static io.spindrift.manifest.FieldType.TEXT;
import static io.spindrift.manifest.FieldType.TEXTS;
import static io.spindrift.manifest.FieldType.TEXT_MAP;
import static io.spindrift.manifest.FieldType.WHOLE;

import java.util.List;

/// The `spec` of a `SparkApplication` (sparkoperator.k8s.io/v1beta2).
final class ApplicationFields {
    private static final String UI =
            "the driver's UI is reached through the console; no Service or Ingress is made for it";
    private static final String SUBMISSION =
            "a submission is stored before it is answered; its launch is repeated by itself";
    private static final String LEGACY = "the operator has `restartPolicy` in its place";
    private static final String EXPORTER =
            "no exporter is started; the platform has the metrics of each application itself";

    static final List<Field> ALL = all();

    private ApplicationFields() {}

    private static List<Field> all() {
        FieldList list = new FieldList();
        program(list);
        policy(list);
        surroundings(list);
        PodFields.driver(list);
        PodFields.executor(list);
        return list.fields();
    }

    private static void program(FieldList list) {
        list.same(TEXT, "type", "sparkVersion")
                .done("mode", TEXT, "`cluster` only", Steps::mode)
                .refused(
                        TEXT,
                        "programs run as the image's user; nobody is impersonated",
                        "proxyUser")
                .done("image", TEXT, "`image`", Steps::image)
                .same(TEXT, "imagePullPolicy")
                .done(
                        "imagePullSecrets",
                        TEXTS,
                        "Spark's `spark.kubernetes.container.image.pullSecrets`",
                        (draft, value) ->
                                draft.property(
                                        "spark.kubernetes.container.image.pullSecrets",
                                        Steps.joined(value)))
                .same(TEXT, "mainClass", "mainApplicationFile")
                .same(TEXTS, "arguments")
                .done(
                        "sparkConf",
                        TEXT_MAP,
                        "`sparkConf`; where a property has a field here, that field",
                        Steps::sparkConf)
                .same(TEXT_MAP, "hadoopConf")
                .refused(
                        TEXT,
                        "the folder of Spark's configuration is the platform's; use `sparkConf`, or"
                                + " the image",
                        "sparkConfigMap")
                .property("hadoopConfigMap", TEXT, "spark.kubernetes.hadoop.configMapName")
                .same(
                        TEXTS,
                        "deps.jars",
                        "deps.files",
                        "deps.pyFiles",
                        "deps.packages",
                        "deps.excludePackages",
                        "deps.repositories",
                        "deps.archives")
                .done("pythonVersion", TEXT, "`3` only", Steps::pythonVersion)
                .done(
                        "memoryOverheadFactor",
                        TEXT,
                        "`memoryOverheadFactor`",
                        Steps::memoryOverheadFactor);
    }

    private static void policy(FieldList list) {
        list.followed(
                        "suspend",
                        FLAG,
                        "true ends what runs, or keeps it from starting; false starts it anew")
                .followed(
                        "timeToLiveSeconds", WHOLE, "the object is deleted so long after the end");
        RestartFields.of(list, "restartPolicy.type")
                .idle(
                        WHOLE,
                        SUBMISSION,
                        "restartPolicy.onSubmissionFailureRetries",
                        "restartPolicy.onSubmissionFailureRetryInterval")
                .idle(WHOLE, LEGACY, "failureRetries", "retryInterval")
                .same(FLAG, "dynamicAllocation.enabled")
                .same(
                        WHOLE,
                        "dynamicAllocation.initialExecutors",
                        "dynamicAllocation.minExecutors",
                        "dynamicAllocation.maxExecutors")
                .property(
                        "dynamicAllocation.shuffleTrackingEnabled",
                        FLAG,
                        "spark.dynamicAllocation.shuffleTracking.enabled")
                .done(
                        "dynamicAllocation.shuffleTrackingTimeout",
                        WHOLE,
                        "Spark's `spark.dynamicAllocation.shuffleTracking.timeout`",
                        (draft, value) ->
                                draft.property(
                                        "spark.dynamicAllocation.shuffleTracking.timeout",
                                        value.asText() + "ms"));
    }

    private static void surroundings(FieldList list) {
        list.same(OBJECTS, "volumes")
                .done(
                        "nodeSelector",
                        TEXT_MAP,
                        "`driver.nodeSelector` and `executor.nodeSelector`",
                        Steps::nodeSelector)
                .done(
                        "monitoring.exposeDriverMetrics",
                        FLAG,
                        "`prometheus`: Spark tells of driver and executors itself",
                        (draft, value) -> draft.set("prometheus", value))
                .idle(FLAG, EXPORTER, "monitoring.exposeExecutorMetrics")
                .done(
                        "monitoring.metricsProperties",
                        TEXT,
                        "Spark's `spark.metrics.conf.*`",
                        Steps::metrics)
                .property("monitoring.metricsPropertiesFile", TEXT, "spark.metrics.conf")
                .idle(TEXT, EXPORTER, "monitoring.prometheus.jmxExporterJar")
                .idle(WHOLE, EXPORTER, "monitoring.prometheus.port")
                .idle(
                        TEXT,
                        EXPORTER,
                        "monitoring.prometheus.portName",
                        "monitoring.prometheus.configFile",
                        "monitoring.prometheus.configuration")
                .done(
                        "batchScheduler",
                        TEXT,
                        "`batchScheduler.name`: `volcano`, `yunikorn` or `kueue`",
                        Steps::batchScheduler)
                .becomes("batchSchedulerOptions.queue", TEXT, "batchScheduler.queue")
                .done(
                        "batchSchedulerOptions.priorityClassName",
                        TEXT,
                        "`priorityClassName` of both pods, and `batchScheduler.priorityClass`",
                        Steps::priorityClass)
                .idle(
                        OBJECT,
                        "a group asks for what the driver and its first executors ask for",
                        "batchSchedulerOptions.resources")
                .idle(WHOLE, UI, "sparkUIOptions.servicePort")
                .idle(TEXT, UI, "sparkUIOptions.servicePortName", "sparkUIOptions.serviceType")
                .idle(
                        TEXT_MAP,
                        UI,
                        "sparkUIOptions.serviceAnnotations",
                        "sparkUIOptions.serviceLabels",
                        "sparkUIOptions.ingressAnnotations")
                .idle(OBJECTS, UI, "sparkUIOptions.ingressTLS")
                .refused(
                        OBJECTS,
                        "no Service or Ingress is made for ports of a driver; make one that selects"
                                + " the driver by its labels",
                        "driverIngressOptions")
                .idle(
                        FLAG,
                        "no disruption budget is made; a driver that is evicted is a failure of its"
                                + " own class",
                        "driverPodDisruptionBudget");
    }
}
