package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.spindrift.app.AppSpec;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All objects of one attempt's driver. Each carries our labels, and the annotation
/// [Labels#LAUNCH]; an object of that name without them is another's. None names an owner yet.
///
/// @param shared what is not this run's alone: the service account of its workload identity; mostly
///   none
/// @param token with which it tells the platform of itself; null where it cannot
/// @param properties its Spark configuration, and the template of its executors' pods
/// @param claims the volume claims that are made for the driver alone; mostly none
/// @param podGroup what a scheduler of whole applications is told; mostly none
/// @param service the name by which executors find the driver
public record DriverResources(
        List<HasMetadata> shared,
        @Nullable Secret token,
        ConfigMap properties,
        List<PersistentVolumeClaim> claims,
        Optional<GenericKubernetesResource> podGroup,
        Service service,
        Pod driver) {
    public DriverResources {
        shared = List.copyOf(shared);
        Objects.requireNonNull(properties, "properties");
        claims = List.copyOf(claims);
        Objects.requireNonNull(podGroup, "podGroup");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(driver, "driver");
    }

    /// Pure: the same launch and settings give the same objects. Defined for what [Refusals] has
    /// nothing against.
    ///
    /// @param tokens the token of a launch
    public static DriverResources of(
            Launch launch, KubeSettings settings, Function<LaunchId, String> tokens) {
        AppSpec spec = Uploads.inPod(launch.spec());
        Launch inPod = new Launch(launch.id(), spec, launch.jobId(), launch.user());
        String launchDigest = LaunchDigest.of(launch);
        SortedMap<String, String> conf = SparkProperties.of(inPod, settings, launchDigest);
        Draft draft =
                new Draft(
                        launch.id(),
                        SparkVersion.parse(spec.sparkVersion()),
                        PodTemplate.driver(spec),
                        conf);
        DriverPod.complete(draft, Program.of(spec), launch.user());
        String url = settings.platformUrl();
        if (url != null) {
            EnvVarSource token = DriverPod.token(draft);
            Uploads.bring(draft, launch.spec(), url, token);
        }
        Service service = DriverService.of(draft);
        Map<String, String> labels = Labels.ours(launch, settings.clusterId());
        Map<String, String> digest = Map.of(Labels.LAUNCH, launchDigest);
        draft.claims.forEach(claim -> mark(claim, draft, labels, digest));
        ConfigMap properties =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Names.configMap(launch.id()))
                        .endMetadata()
                        .withImmutable(true)
                        .addToData(DriverPod.PROPERTIES, text(draft.conf))
                        .addToData(
                                "spark.kubernetes.namespace",
                                draft.get("spark.kubernetes.namespace", ""))
                        .addToData(DriverPod.TEMPLATE_KEY, PodTemplate.executor(spec).text())
                        .build();
        mark(properties, draft, labels, digest);
        Optional<GenericKubernetesResource> podGroup =
                Gang.of(spec).flatMap(gang -> gang.podGroup(launch.id(), spec));
        podGroup.ifPresent(group -> mark(group, draft, labels, digest));
        Secret token = url == null ? null : secret(launch.id(), tokens.apply(launch.id()));
        if (token != null) {
            mark(token, draft, labels, digest);
        }
        List<HasMetadata> shared =
                WorkloadIdentity.of(spec, launch.jobId(), launch.id().appId())
                        .map(identity ->
                                identity.objects(draft.get("spark.kubernetes.namespace", "")))
                        .orElse(List.of());
        return new DriverResources(
                shared, token, properties, draft.claims, podGroup, service, draft.pod);
    }

    /// An object that was made for a driver, as far as kind and name go; empty for a kind that none
    /// of them is of.
    public static Optional<HasMetadata> named(String kind, String namespace, String name) {
        Optional<HasMetadata> object =
                switch (kind) {
                    case "ConfigMap" -> Optional.of(new ConfigMap());
                    case "Service" -> Optional.of(new Service());
                    case "Secret" -> Optional.of(new Secret());
                    case Gang.POD_GROUP -> Optional.of(Gang.named(""));
                    case "PersistentVolumeClaim" -> Optional.of(new PersistentVolumeClaim());
                    default -> Optional.empty();
                };
        object.ifPresent(each ->
                each.setMetadata(
                        new ObjectMetaBuilder().withNamespace(namespace).withName(name).build()));
        return object;
    }

    /// Of the launch that these are for.
    public String digest() {
        return Objects.requireNonNull(
                properties.getMetadata().getAnnotations().get(Labels.LAUNCH), Labels.LAUNCH);
    }

    private static Secret secret(LaunchId id, String token) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(Names.tokenSecret(id))
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .addToData(
                        DriverPod.TOKEN_KEY,
                        Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static void mark(
            HasMetadata made,
            Draft draft,
            Map<String, String> labels,
            Map<String, String> annotations) {
        ObjectMeta metadata = made.getMetadata();
        metadata.setNamespace(draft.get("spark.kubernetes.namespace"));
        metadata.getLabels().putAll(labels);
        metadata.getAnnotations().putAll(annotations);
    }

    /// As a file of Java properties, sorted, without the date that Java puts on top.
    private static String text(Map<String, String> conf) {
        Properties properties = new Properties();
        properties.putAll(conf);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes everything", e);
        }
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /// What the pod needs, in the order in which it is made, before the pod; each is owned by the
    /// pod in the end.
    public List<HasMetadata> beforeDriver() {
        List<HasMetadata> before = new ArrayList<>();
        if (token != null) {
            before.add(token);
        }
        before.add(properties);
        before.addAll(claims);
        podGroup.ifPresent(before::add);
        before.add(service);
        return before;
    }
}
