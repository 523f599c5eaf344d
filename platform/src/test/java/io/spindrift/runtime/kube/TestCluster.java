package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spindrift.app.AppSpec;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.runtime.BriefSpark;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.KubeLaunches;
import io.spindrift.runtime.kube.pod.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A namespace of its own in a real cluster, that of `KUBECONFIG`.
final class TestCluster implements AutoCloseable {
    static final TestCluster NONE = new TestCluster(null, "", "", "none");
    private static final String PROGRAMS = "programs";

    private final @Nullable KubernetesClient client;
    private final String kubeconfig;
    private final String imageRepository;
    private final String namespace;

    private TestCluster(
            @Nullable KubernetesClient client,
            String kubeconfig,
            String imageRepository,
            String namespace) {
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.imageRepository = imageRepository;
        this.namespace = namespace;
    }

    static TestCluster open(String name) throws IOException {
        String file = System.getenv("KUBECONFIG");
        assertThat(file)
                .as("KUBECONFIG: a cluster for tests (installer/libexec/testbed.sh has one)")
                .isNotNull();
        String kubeconfig = Files.readString(Path.of(file));
        String repository =
                Objects.requireNonNullElse(
                        System.getenv("SPINDRIFT_IMAGE_REPOSITORY"),
                        "localhost:5000/spindrift/spark");
        KubernetesClient client =
                Connection.open(new KubeCluster.Access.Kubeconfig(null), kubeconfig);
        String namespace = "spindrift-test-" + name + "-" + ProcessHandle.current().pid();
        TestCluster cluster = new TestCluster(client, kubeconfig, repository, namespace);
        cluster.prepare(client);
        return cluster;
    }

    static Path spark(String version) {
        String runtimes = System.getenv("SPINDRIFT_RUNTIMES");
        assertThat(runtimes)
                .as("SPINDRIFT_RUNTIMES: the folder of Spark runtimes (`spindrift runtime add`)")
                .isNotNull();
        return Path.of(runtimes).resolve(version);
    }

    static KubeHost host(Path folder) {
        return new KubeHost(
                folder, _ -> "sdr_test", _ -> true, Patience.USUAL.image(), InstantSource.system());
    }

    private void prepare(KubernetesClient api) {
        api.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        api.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(KubeCluster.DEFAULT_SERVICE_ACCOUNT)
                                .endMetadata()
                                .build())
                .create();
        api.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName("spark")
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
                                .addNewSubject()
                                .withKind("ServiceAccount")
                                .withName(KubeCluster.DEFAULT_SERVICE_ACCOUNT)
                                .withNamespace(namespace)
                                .endSubject()
                                .build())
                .create();
    }

    /// Puts a small jar where pods of this namespace find it: see [#probe].
    void bring(Path jar) throws IOException {
        api().resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(PROGRAMS)
                                .endMetadata()
                                .withBinaryData(
                                        Map.of(
                                                "probe.jar",
                                                Base64.getEncoder()
                                                        .encodeToString(Files.readAllBytes(jar))))
                                .build())
                .create();
    }

    /// One driver and one executor of the program that was brought.
    static AppSpec probe(String version, List<String> arguments) {
        return probe(version, arguments, Map.of(), KubeLaunches.none());
    }

    static AppSpec probe(
            String version, List<String> arguments, Map<String, String> conf, ObjectNode pod) {
        pod.putArray("volumes")
                .addObject()
                .put("name", PROGRAMS)
                .putObject("configMap")
                .put("name", PROGRAMS);
        ObjectNode container = KubeLaunches.none();
        container
                .putArray("volumeMounts")
                .addObject()
                .put("name", PROGRAMS)
                .put("mountPath", "/opt/programs");
        return KubeLaunches.spec(
                version,
                "local:///opt/programs/probe.jar",
                "Probe",
                arguments,
                BriefSpark.with(conf),
                pod,
                container);
    }

    KubeCluster described() {
        return describedWith(namespace);
    }

    KubeCluster describedWith(String otherNamespace) {
        return new KubeCluster(
                "test",
                new KubeCluster.Access.Kubeconfig(null),
                otherNamespace,
                KubeCluster.DEFAULT_SERVICE_ACCOUNT,
                imageRepository,
                null,
                null,
                null);
    }

    String kubeconfig() {
        return kubeconfig;
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient api() {
        return Objects.requireNonNull(client);
    }

    /// Of its namespace.
    void label(String name, String value) {
        api().namespaces()
                .withName(namespace)
                .edit(each ->
                        new NamespaceBuilder(each)
                                .editMetadata()
                                .addToLabels(name, value)
                                .endMetadata()
                                .build());
    }

    /// Of the pods and services that are there.
    List<String> names() {
        return Stream.of(
                        api().pods().inNamespace(namespace).list().getItems(),
                        api().services().inNamespace(namespace).list().getItems())
                .flatMap(List::stream)
                .map(FakeCluster::key)
                .toList();
    }

    /// Waits until nothing that bears an attempt's label is left.
    void awaitNothingOf(LaunchId id, ClusterRuntime runtime) throws InterruptedException {
        // Pods are kept for two minutes at most, for their last lines.
        Instant until = Instant.now().plus(Duration.ofMinutes(3));
        while (!left(id).isEmpty()) {
            assertThat(Instant.now()).as("left: %s", left(id)).isBefore(until);
            runtime.tend();
            Thread.sleep(200);
        }
    }

    private List<String> left(LaunchId id) {
        Map<String, String> labels = Map.of(Labels.APP_ID, id.appId());
        return Stream.of(
                        api().pods().inNamespace(namespace).withLabels(labels).list().getItems(),
                        api().services()
                                .inNamespace(namespace)
                                .withLabels(labels)
                                .list()
                                .getItems(),
                        api().configMaps()
                                .inNamespace(namespace)
                                .withLabels(labels)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(FakeCluster::key)
                .toList();
    }

    @Override
    public void close() {
        if (client != null) {
            client.namespaces().withName(namespace).delete();
            client.close();
        }
    }
}
