package io.spindrift.e2e.kube;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A namespace of a test's own, with a service account that may run drivers; removed at the end
/// with all that is in it.
final class Space implements AutoCloseable {
    static final String SERVICE_ACCOUNT = "spark";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String KEEP = "spindrift.e2e.keep";

    private final KubernetesClient client;
    private final String namespace;

    private Space(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    static Space make(String purpose) {
        Surroundings.imageRepository();
        KubernetesClient client = new KubernetesClientBuilder().build();
        String name =
                client.namespaces()
                        .resource(
                                new NamespaceBuilder()
                                        .withNewMetadata()
                                        .withGenerateName("spindrift-" + purpose + "-")
                                        .endMetadata()
                                        .build())
                        .create()
                        .getMetadata()
                        .getName();
        Space space = new Space(client, name);
        space.allowDrivers();
        // Kubernetes makes it beside, and refuses pods of a namespace that has none yet.
        Await.until(
                "the usual service account of " + name,
                PATIENCE,
                () -> client.serviceAccounts().inNamespace(name).withName("default").get() != null);
        return space;
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    String apiServer() {
        return client.getMasterUrl().toString();
    }

    /// Runs one container to its end.
    Ended run(String name, String image, List<String> words) {
        client.resource(pod(name, image, words)).inNamespace(namespace).create();
        return ended(name);
    }

    /// The same, with a claim's volume in the folder of its name.
    Ended run(String name, String image, List<String> words, String claim) {
        Pod pod =
                new PodBuilder(pod(name, image, words))
                        .editSpec()
                        .addNewVolume()
                        .withName(claim)
                        .withNewPersistentVolumeClaim(claim, false)
                        .endVolume()
                        .editFirstContainer()
                        .addNewVolumeMount()
                        .withName(claim)
                        .withMountPath("/" + claim)
                        .endVolumeMount()
                        .endContainer()
                        .endSpec()
                        .build();
        client.resource(pod).inNamespace(namespace).create();
        return ended(name);
    }

    /// How the only container of a pod ended, and what it said.
    Ended ended(String podName) {
        Pod pod =
                Await.value(
                        () ->
                                podName
                                        + " at its end: "
                                        + client.pods().inNamespace(namespace).list(),
                        PATIENCE,
                        () -> Optional.of(find(podName)).filter(one -> exit(one).isPresent()));
        String log = client.pods().inNamespace(namespace).withName(podName).getLog();
        return new Ended(exit(pod).orElseThrow().getExitCode(), log);
    }

    /// @param exitCode of the container
    /// @param log all that it wrote
    record Ended(int exitCode, String log) {}

    private Pod find(String podName) {
        return client.pods().inNamespace(namespace).withName(podName).require();
    }

    private static Optional<ContainerStateTerminated> exit(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(status -> status.getState().getTerminated())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Pod pod(String name, String image, List<String> words) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withEnableServiceLinks(false)
                .addNewContainer()
                .withName("main")
                .withImage(image)
                .withArgs(words)
                .withNewResources()
                .addToRequests("cpu", Quantity.parse("300m"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private void allowDrivers() {
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName(SERVICE_ACCOUNT)
                                .endMetadata()
                                .build())
                .inNamespace(namespace)
                .create();
        client.resource(
                        new RoleBuilder()
                                .withNewMetadata()
                                .withName(SERVICE_ACCOUNT)
                                .endMetadata()
                                .addNewRule()
                                .withApiGroups("")
                                .withResources(
                                        "pods", "services", "configmaps", "persistentvolumeclaims")
                                .withVerbs("*")
                                .endRule()
                                .build())
                .inNamespace(namespace)
                .create();
        client.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(SERVICE_ACCOUNT)
                                .endMetadata()
                                .withNewRoleRef(
                                        "rbac.authorization.k8s.io", "Role", SERVICE_ACCOUNT)
                                .addNewSubject()
                                .withKind("ServiceAccount")
                                .withName(SERVICE_ACCOUNT)
                                .withNamespace(namespace)
                                .endSubject()
                                .build())
                .inNamespace(namespace)
                .create();
    }

    @Override
    public void close() {
        try (client) {
            if (!Boolean.getBoolean(KEEP)) {
                client.namespaces().withName(namespace).delete();
            }
        }
    }
}
