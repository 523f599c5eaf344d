package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The steps that make a driver's pod of its template and properties, to the effect of those that
/// Spark's own submission takes.
final class DriverPod {
    static final String CONF_FOLDER = "/opt/spark/conf";
    static final String PROPERTIES = "spark.properties";
    static final String TEMPLATE_FOLDER = "/opt/spark/pod-template";
    static final String TEMPLATE_FILE = "pod-spec-template.yml";
    static final String TEMPLATE_KEY = "podspec-configmap-key";
    static final String TOKEN_KEY = "token";

    private static final int READABLE = 0644;
    private static final String LOCAL_VOLUME = "spark-local-dir-";
    private static final String LOCAL_FOLDER = "/var/data/spark-local";
    private static final String HADOOP_FOLDER = "/opt/hadoop/conf";
    private static final String TOKENS_FOLDER = "/mnt/secrets/hadoop-credentials";

    private DriverPod() {}

    /// @param user what Spark calls the user
    static void complete(Draft draft, Program program, String user) {
        metadata(draft);
        spec(draft);
        container(draft, user);
        resources(draft);
        secrets(draft);
        ConfVolumes.mount(draft);
        program(draft, program);
        hadoop(draft);
        executorTemplate(draft);
        localFolders(draft);
        configuration(draft);
        draft.pod.getSpec().getContainers().add(draft.container);
    }

    /// Lets the driver tell the platform of its run. Without the secret it runs all the same.
    ///
    /// @return where its token is
    static EnvVarSource token(Draft draft) {
        EnvVarSource token =
                new EnvVarSourceBuilder()
                        .withNewSecretKeyRef()
                        .withName(Names.tokenSecret(draft.id))
                        .withKey(TOKEN_KEY)
                        .withOptional(true)
                        .endSecretKeyRef()
                        .build();
        draft.variable("SPINDRIFT_TOKEN", token);
        return token;
    }

    /// The labels of the pod, by which the service finds it.
    static SortedMap<String, String> labels(Draft draft) {
        String family = KubeConf.DRIVER + "label.";
        Map<String, String> given =
                draft.spark.completesLabels() ? completed(draft, family) : draft.under(family);
        TreeMap<String, String> labels = new TreeMap<>(given);
        labels.put(Labels.SPARK_APP_ID, Names.attempt(draft.id));
        labels.put(Labels.SPARK_APP_NAME, Labels.appName(draft.get("spark.app.name", "spark")));
        labels.put(Labels.SPARK_ROLE, Labels.DRIVER);
        labels.put(Labels.SPARK_VERSION, draft.spark.text());
        return labels;
    }

    private static Map<String, String> completed(Draft draft, String prefix) {
        Map<String, String> texts = new TreeMap<>(draft.under(prefix));
        texts.replaceAll((_, text) ->
                text.replace("{{APP_ID}}", Names.attempt(draft.id)).replace("{{EXECUTOR_ID}}", ""));
        return texts;
    }

    private static void metadata(Draft draft) {
        ObjectMeta metadata = draft.pod.getMetadata();
        if (metadata == null) {
            metadata = new ObjectMeta();
            draft.pod.setMetadata(metadata);
        }
        metadata.setName(Names.driverPod(draft.id));
        metadata.setNamespace(draft.get("spark.kubernetes.namespace"));
        metadata.setLabels(joined(metadata.getLabels(), labels(draft)));
        metadata.setAnnotations(
                joined(
                        metadata.getAnnotations(),
                        completed(draft, KubeConf.DRIVER + "annotation.")));
    }

    private static Map<String, String> joined(Map<String, String> under, Map<String, String> over) {
        Map<String, String> joined = new TreeMap<>(under == null ? Map.of() : under);
        joined.putAll(over);
        return joined;
    }

    private static void spec(Draft draft) {
        PodSpec spec = draft.pod.getSpec();
        spec.setRestartPolicy("Never");
        Map<String, String> selector =
                joined(spec.getNodeSelector(), draft.under("spark.kubernetes.node.selector."));
        spec.setNodeSelector(joined(selector, draft.under(KubeConf.DRIVER + "node.selector.")));
        for (String name : draft.get(KubeConf.IMAGE + ".pullSecrets", "").split(",")) {
            if (!name.isBlank()) {
                spec.getImagePullSecrets().add(new LocalObjectReference(name.trim()));
            }
        }
        String scheduler =
                draft.get(
                        KubeConf.DRIVER + "scheduler.name",
                        draft.get("spark.kubernetes.scheduler.name", ""));
        if (!scheduler.isEmpty()) {
            spec.setSchedulerName(scheduler);
        }
        spec.setServiceAccount(draft.get(KubeConf.SERVICE_ACCOUNT));
        spec.setServiceAccountName(draft.get(KubeConf.SERVICE_ACCOUNT));
    }

    private static void container(Draft draft, String user) {
        Container container = draft.container;
        container.setImage(draft.get(KubeConf.IMAGE));
        container.setImagePullPolicy(draft.get(KubeConf.IMAGE + ".pullPolicy", "IfNotPresent"));
        Ports ports = Ports.of(draft);
        ports.all().forEach((name, port) -> container.getPorts().add(port(name, port)));
        draft.variable("SPARK_USER", user);
        draft.variable("SPARK_APPLICATION_ID", Names.attempt(draft.id));
        draft.under("spark.kubernetes.driverEnv.").forEach(draft::variable);
        draft.variable(
                "SPARK_DRIVER_BIND_ADDRESS",
                new EnvVarSourceBuilder().withNewFieldRef("v1", "status.podIP").build());
        if (draft.spark.tellsPrivileges()) {
            SecurityContext context = container.getSecurityContext();
            if (context == null) {
                context = new SecurityContext();
                container.setSecurityContext(context);
            }
            context.setAllowPrivilegeEscalation(
                    Boolean.valueOf(
                            draft.get(
                                    KubeConf.DRIVER + "securityContext.allowPrivilegeEscalation",
                                    draft.get(
                                            "spark.kubernetes.securityContext.allowPrivilegeEscalation",
                                            "false"))));
        }
    }

    private static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    private static void resources(Draft draft) {
        ResourceRequirements resources = draft.container.getResources();
        if (resources == null) {
            resources = new ResourceRequirements();
            draft.container.setResources(resources);
        }
        Map<String, Quantity> requests = new TreeMap<>();
        Map<String, Quantity> limits = new TreeMap<>();
        if (resources.getRequests() != null) {
            requests.putAll(resources.getRequests());
        }
        if (resources.getLimits() != null) {
            limits.putAll(resources.getLimits());
        }
        Quantity memory = new Quantity(memoryMib(draft) + "Mi");
        requests.put("cpu", new Quantity(draft.get(KubeConf.DRIVER + "request.cores", "1")));
        requests.put("memory", memory);
        limits.put("memory", memory);
        String limit = draft.get(KubeConf.DRIVER + "limit.cores");
        if (limit != null) {
            limits.put("cpu", new Quantity(limit));
        }
        draft.under("spark.driver.resource.")
                .forEach((key, amount) -> {
                    if (key.endsWith(".amount")) {
                        String kind = key.substring(0, key.length() - ".amount".length());
                        String vendor = draft.get("spark.driver.resource." + kind + ".vendor", "");
                        limits.put(vendor + "/" + kind, new Quantity(amount));
                    }
                });
        resources.setRequests(requests);
        resources.setLimits(limits);
    }

    /// Both are written by us, in MiB.
    private static int memoryMib(Draft draft) {
        return mib(draft.get("spark.driver.memory", "0m"))
                + mib(draft.get("spark.driver.memoryOverhead", "0m"));
    }

    private static int mib(String text) {
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static void secrets(Draft draft) {
        draft.under(KubeConf.DRIVER + "secrets.")
                .forEach((name, path) -> draft.mount(secret(name + "-volume", name), path));
        draft.under(KubeConf.DRIVER + "secretKeyRef.")
                .forEach((variable, text) -> {
                    String[] parts = text.split(":", 2);
                    draft.variable(
                            variable,
                            new EnvVarSourceBuilder()
                                    .withNewSecretKeyRef()
                                    .withName(parts[0])
                                    .withKey(parts.length > 1 ? parts[1] : "")
                                    .endSecretKeyRef()
                                    .build());
                });
    }

    private static Volume secret(String volume, String name) {
        return new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(name)
                .endSecret()
                .build();
    }

    private static Volume configMap(String volume, String name) {
        return new VolumeBuilder()
                .withName(volume)
                .withNewConfigMap()
                .withName(name)
                .endConfigMap()
                .build();
    }

    private static void program(Draft draft, Program program) {
        List<String> words = draft.container.getArgs();
        words.clear();
        words.addAll(
                List.of(
                        "driver",
                        "--properties-file",
                        CONF_FOLDER + "/" + PROPERTIES,
                        "--class",
                        program.mainClass(),
                        program.file()));
        words.addAll(program.arguments());
        if (program.kind() == Program.Kind.PYTHON) {
            String python = draft.get("spark.pyspark.python");
            if (python != null) {
                draft.variable("PYSPARK_PYTHON", python);
            }
            String own = draft.get("spark.pyspark.driver.python");
            if (own != null) {
                draft.variable("PYSPARK_DRIVER_PYTHON", own);
            }
        }
        draft.conf.put("spark.kubernetes.resource.type", program.kind().text());
        draft.conf.put("spark.kubernetes.memoryOverheadFactor", program.kind().overheadFactor());
        draft.conf.put("spark.kubernetes.submitInDriver", "true");
        draft.conf.put("spark.app.id", Names.attempt(draft.id));
    }

    private static void hadoop(Draft draft) {
        String configMap = draft.get("spark.kubernetes.hadoop.configMapName");
        if (configMap != null) {
            draft.mount(configMap("hadoop-properties", configMap), HADOOP_FOLDER);
            draft.variable("HADOOP_CONF_DIR", HADOOP_FOLDER);
            draft.conf.put(KubeConf.EXECUTOR + "hadoopConfigMapName", configMap);
        }
        String kerberos = draft.get("spark.kubernetes.kerberos.krb5.configMapName");
        if (kerberos != null) {
            draft.mount(
                    configMap("krb5-file", kerberos),
                    new VolumeMountBuilder()
                            .withName("krb5-file")
                            .withMountPath("/etc/krb5.conf")
                            .withSubPath("krb5.conf")
                            .build());
        }
        String tokens = draft.get("spark.kubernetes.kerberos.tokenSecret.name");
        if (tokens != null) {
            draft.mount(secret("hadoop-secret", tokens), TOKENS_FOLDER);
            draft.variable(
                    "HADOOP_TOKEN_FILE_LOCATION",
                    TOKENS_FOLDER
                            + "/"
                            + draft.get("spark.kubernetes.kerberos.tokenSecret.itemKey", ""));
        }
    }

    private static void executorTemplate(Draft draft) {
        draft.mount(
                new VolumeBuilder()
                        .withName("pod-template-volume")
                        .withNewConfigMap()
                        .withName(Names.configMap(draft.id))
                        .addNewItem(TEMPLATE_KEY, null, TEMPLATE_FILE)
                        .endConfigMap()
                        .build(),
                TEMPLATE_FOLDER);
        draft.conf.put(
                KubeConf.EXECUTOR + KubeConf.TEMPLATE, TEMPLATE_FOLDER + "/" + TEMPLATE_FILE);
    }

    /// Where shuffles and spills go: volumes of that name, else the node's own disk.
    private static void localFolders(Draft draft) {
        List<String> given =
                draft.container.getVolumeMounts().stream()
                        .filter(mount -> mount.getName().startsWith(LOCAL_VOLUME))
                        .map(mount -> mount.getMountPath())
                        .toList();
        if (given.isEmpty()) {
            given = Arrays.asList(LOCAL_FOLDER);
            draft.mount(
                    new VolumeBuilder()
                            .withName(LOCAL_VOLUME + "1")
                            .withNewEmptyDir()
                            .withMedium(
                                    draft.flag("spark.kubernetes.local.dirs.tmpfs")
                                            ? "Memory"
                                            : null)
                            .endEmptyDir()
                            .build(),
                    LOCAL_FOLDER);
        }
        draft.variable("SPARK_LOCAL_DIRS", String.join(",", given));
    }

    private static void configuration(Draft draft) {
        draft.mount(
                new VolumeBuilder()
                        .withName("spark-conf-volume-driver")
                        .withNewConfigMap()
                        .withName(Names.configMap(draft.id))
                        .withItems(
                                new KeyToPathBuilder()
                                        .withKey(PROPERTIES)
                                        .withMode(READABLE)
                                        .withPath(PROPERTIES)
                                        .build())
                        .endConfigMap()
                        .build(),
                CONF_FOLDER);
        draft.variable("SPARK_CONF_DIR", CONF_FOLDER);
    }
}
