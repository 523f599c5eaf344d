package io.spindrift.runtime.kube.pod;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every `spark.kubernetes.` property, and a few beside them that concern pods: what comes of each
/// when a user gives it. A property that stands nowhere here is handed on to Spark as it is.
///
/// Upper and lower case are one.
final class KubeConf {
    static final String DRIVER = "spark.kubernetes.driver.";
    static final String EXECUTOR = "spark.kubernetes.executor.";
    static final String SERVICE = DRIVER + "service.";
    static final String IMAGE = "spark.kubernetes.container.image";
    static final String SERVICE_ACCOUNT = "spark.kubernetes.authenticate.driver.serviceAccountName";
    static final String TEMPLATE = "podTemplateFile";
    static final String TEMPLATE_CONTAINER = "podTemplateContainerName";
    static final String AGENT = "io.spindrift.agent.SpindriftPlugin";

    /// What comes of a property.
    sealed interface Use {}

    /// It shapes the driver's pod, its service or its claims, as `spark-submit` would have it.
    record Shapes() implements Use {}

    /// Spark in the driver reads it: of executors, mostly.
    record HandedOn() implements Use {}

    /// Refused; a field of the configuration says the same.
    record Field(String name) implements Use {}

    /// Refused.
    ///
    /// @param why a sentence's end, after the property's name
    record Refused(String why) implements Use {}

    /// A property, or all that begin with the key of a family.
    ///
    /// @param plain the key in lower case
    record Property(String key, String plain, Use use) {
        private static Property of(String key, Use use) {
            return new Property(key, key.toLowerCase(Locale.ROOT), use);
        }

        boolean family() {
            return key.endsWith(".") || key.endsWith("/");
        }

        private boolean covers(String other) {
            return family() ? other.startsWith(plain) : other.equals(plain);
        }
    }

    private static final Use SHAPES = new Shapes();
    private static final Use HANDED_ON = new HandedOn();
    private static final Use OURS = new Refused("is set by the platform and cannot be given");
    private static final Use CREDENTIALS =
            new Refused(
                    "cannot be given: drivers reach the API server as their service account,"
                            + " 'serviceAccountName'");
    private static final Use CODE_HERE =
            new Refused("cannot be given: it would run code of the submission in the platform");
    private static final Use SUBMIT_ALONE =
            new Refused("cannot be given: it concerns spark-submit, which does not run here");
    private static final Use NO_UPLOAD =
            new Refused("cannot be given: nothing is uploaded from here by Spark");
    private static final Use KERBEROS =
            new Refused(
                    "cannot be given: it names a file beside spark-submit; use"
                            + " 'spark.kubernetes.kerberos.krb5.configMapName' and"
                            + " 'spark.kubernetes.kerberos.tokenSecret.name'");

    /// Among those that cover a property, the longest key holds.
    static final List<Property> ALL = all();

    private KubeConf() {}

    /// What comes of a property; empty when it stands nowhere here.
    static Optional<Use> use(String key) {
        String plain = key.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(property -> property.covers(plain))
                .max(Comparator.comparingInt(property -> property.key().length()))
                .map(Property::use);
    }

    private static List<Property> all() {
        List<Property> all = new ArrayList<>();
        fields(all);
        refused(all);
        shaping(all);
        handedOn(all);
        return List.copyOf(all);
    }

    private static void fields(List<Property> all) {
        field(all, "spark.kubernetes.namespace", "namespace");
        field(all, IMAGE, "image");
        field(all, DRIVER + "container.image", "image");
        field(all, EXECUTOR + "container.image", "image");
        field(all, IMAGE + ".pullPolicy", "imagePullPolicy");
        field(all, SERVICE_ACCOUNT, "serviceAccountName");
        field(
                all,
                "spark.kubernetes.authenticate.executor.serviceAccountName",
                "serviceAccountName");
        field(all, "spark.kubernetes.memoryOverheadFactor", "memoryOverheadFactor");
        field(all, "spark.driver.memoryOverheadFactor", "memoryOverheadFactor");
        field(all, "spark.executor.memoryOverheadFactor", "memoryOverheadFactor");
        field(all, "spark.driver.minMemoryOverhead", "driver.memoryOverhead");
        field(all, "spark.executor.minMemoryOverhead", "executor.memoryOverhead");
        field(all, DRIVER + "request.cores", "driver.coreRequest");
        field(all, DRIVER + "limit.cores", "driver.coreLimit");
        field(all, EXECUTOR + "request.cores", "executor.coreRequest");
        field(all, EXECUTOR + "limit.cores", "executor.coreLimit");
    }

    private static void refused(List<Property> all) {
        for (String key :
                List.of(
                        DRIVER + "master",
                        DRIVER + "pod.name",
                        DRIVER + "resourceNamePrefix",
                        EXECUTOR + "podNamePrefix",
                        EXECUTOR + "hadoopConfigMapName",
                        "spark.kubernetes.submitInDriver",
                        "spark.kubernetes.resource.type",
                        "spark.kubernetes.allocation.pods.allocator",
                        "spark.spindrift.appId",
                        "spark.spindrift.attempt",
                        "spark.spindrift.jobId",
                        "spark.spindrift.user",
                        "spark.spindrift.url",
                        "spark.spindrift.token")) {
            all.add(Property.of(key, OURS));
        }
        for (String family : List.of(DRIVER, EXECUTOR, DRIVER + "service.")) {
            for (String kind : List.of("label.", "annotation.")) {
                all.add(Property.of(family + kind + Labels.PREFIX, OURS));
                all.add(Property.of(family + kind + Labels.MANAGED_BY, OURS));
            }
        }
        all.add(Property.of("spark.kubernetes.authenticate.", CREDENTIALS));
        all.add(Property.of("spark.kubernetes.context", CREDENTIALS));
        all.add(Property.of("spark.kubernetes.trust.certificates", CREDENTIALS));
        all.add(Property.of(DRIVER + "pod.featureSteps", CODE_HERE));
        all.add(
                Property.of(
                        DRIVER + "pod.excludedFeatureSteps",
                        new Refused("cannot be given: the platform makes the driver's pod")));
        all.add(Property.of("spark.kubernetes.submission.", SUBMIT_ALONE));
        all.add(Property.of("spark.kubernetes.file.upload.path", NO_UPLOAD));
        all.add(Property.of("spark.kubernetes.report.interval", SUBMIT_ALONE));
        all.add(Property.of("spark.kubernetes.kerberos.krb5.path", KERBEROS));
        all.add(Property.of("spark.kerberos.keytab", KERBEROS));
        all.add(Property.of("spark.kerberos.principal", KERBEROS));
    }

    private static void shaping(List<Property> all) {
        for (String key :
                List.of(
                        IMAGE + ".pullSecrets",
                        DRIVER + "annotation.",
                        DRIVER + "label.",
                        DRIVER + "node.selector.",
                        DRIVER + TEMPLATE,
                        DRIVER + TEMPLATE_CONTAINER,
                        DRIVER + "scheduler.name",
                        DRIVER + "secretKeyRef.",
                        DRIVER + "secrets.",
                        DRIVER + "securityContext.allowPrivilegeEscalation",
                        DRIVER + "service.annotation.",
                        DRIVER + "service.ipFamilies",
                        DRIVER + "service.ipFamilyPolicy",
                        DRIVER + "service.label.",
                        DRIVER + "service.publishNotReadyAddresses",
                        DRIVER + "volumes.",
                        "spark.kubernetes.driverEnv.",
                        EXECUTOR + TEMPLATE,
                        EXECUTOR + TEMPLATE_CONTAINER,
                        "spark.kubernetes.hadoop.configMapName",
                        "spark.kubernetes.kerberos.krb5.configMapName",
                        "spark.kubernetes.kerberos.tokenSecret.",
                        "spark.kubernetes.legacy.useReadWriteOnceAccessMode",
                        "spark.kubernetes.local.dirs.tmpfs",
                        "spark.kubernetes.node.selector.",
                        "spark.kubernetes.scheduler.name",
                        "spark.kubernetes.securityContext.allowPrivilegeEscalation",
                        "spark.connect.grpc.binding.port",
                        "spark.driver.blockManager.port",
                        "spark.driver.resource.",
                        "spark.pyspark.driver.python",
                        "spark.pyspark.python")) {
            all.add(Property.of(key, SHAPES));
        }
    }

    private static void handedOn(List<Property> all) {
        for (String key :
                List.of(
                        "spark.kubernetes.allocation.",
                        "spark.kubernetes.appKillPodDeletionGracePeriod",
                        "spark.kubernetes.configMap.maxSize",
                        "spark.kubernetes.decommission.script",
                        DRIVER + "annotateExitException",
                        DRIVER + "connectionTimeout",
                        DRIVER + "ownPersistentVolumeClaim",
                        DRIVER + "requestTimeout",
                        DRIVER + "reusePersistentVolumeClaim",
                        DRIVER + "service.deleteOnTermination",
                        DRIVER + "waitToReusePersistentVolumeClaim",
                        "spark.kubernetes.dynamicAllocation.deleteGracePeriod",
                        EXECUTOR,
                        "spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod",
                        "spark.kubernetes.jars.avoidDownloadSchemes",
                        "spark.kubernetes.pyspark.pythonVersion")) {
            all.add(Property.of(key, HANDED_ON));
        }
    }

    private static void field(List<Property> all, String key, String field) {
        all.add(Property.of(key, new Field(field)));
    }
}
