package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.kube.pod.KubeSettings;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// What would hinder drivers once they run, where we ourselves may do everything: what their own
/// account may not do, and images that nodes could not fetch of late. Thread-safe.
final class DriverSigns {
    private static final String METRICS = "metrics.k8s.io";

    /// Rights that were there are not asked for on each look.
    private static final Duration RIGHT_FOR = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final KubeSettings settings;
    private final InstantSource clock;
    private volatile Instant rightUntil = Instant.MIN;

    DriverSigns(KubernetesClient client, KubeSettings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /// Empty where all is well, or where we may not ask.
    Optional<String> rights() {
        if (clock.instant().isBefore(rightUntil)) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        for (PolicyRule rule : rules()) {
            for (String verb : List.of("create", "list", "delete")) {
                String resource = rule.getResources().getFirst();
                if (rule.getVerbs().contains(verb) && !allowed(resource, verb)) {
                    missing.add(verb + " " + resource);
                }
            }
        }
        if (missing.isEmpty()) {
            rightUntil = clock.instant().plus(RIGHT_FOR);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("drivers may not %1$s: their service account %2$s of the namespace %3$s"
                                        + " lacks the rights; `spindrift cluster provision %4$s`, or"
                                        + " `kubectl -n %3$s create rolebinding %2$s"
                                        + " --clusterrole=edit --serviceaccount=%3$s:%2$s`")
                                .formatted(
                                        String.join(", ", missing),
                                        settings.serviceAccount(),
                                        settings.namespace(),
                                        settings.clusterId()));
    }

    private List<PolicyRule> rules() {
        return Provision.objects(settings).stream()
                .filter(Role.class::isInstance)
                .flatMap(role -> ((Role) role).getRules().stream())
                .toList();
    }

    private boolean allowed(String resource, String verb) {
        String account = settings.namespace() + ":" + settings.serviceAccount();
        SubjectAccessReview review =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:" + account)
                        .withNewResourceAttributes()
                        .withNamespace(settings.namespace())
                        .withVerb(verb)
                        .withResource(resource)
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        return asked(
                () ->
                        Boolean.TRUE.equals(
                                client.resource(review).create().getStatus().getAllowed()),
                true);
    }

    /// The last image that a pod of ours waited for in vain, by the node's own words.
    Optional<String> images() {
        List<Event> events =
                asked(
                        () ->
                                client.v1()
                                        .events()
                                        .inNamespace(settings.namespace())
                                        .withField("reason", "Failed")
                                        .list()
                                        .getItems(),
                        List.of());
        return events.stream()
                .filter(event ->
                        Objects.requireNonNullElse(event.getMessage(), "")
                                .startsWith("Failed to pull image"))
                .reduce((_, later) -> later)
                .map(event ->
                        ("within the last hour a node could not fetch an image (%s); look at the"
                                        + " image repository %s, and give pods that need it a pull"
                                        + " secret: sparkConf"
                                        + " spark.kubernetes.container.image.pullSecrets")
                                .formatted(event.getMessage(), settings.imageRepository()));
    }

    /// Whether anybody measures pods.
    Optional<String> metrics() {
        boolean there =
                asked(
                        () ->
                                client.getApiGroups().getGroups().stream()
                                        .anyMatch(group -> METRICS.equals(group.getName())),
                        true);
        return there
                ? Optional.empty()
                : Optional.of(
                        "nothing measures pods here, so that their memory and CPU are known by the"
                                + " agent alone; `kubectl apply -f"
                                + " https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml`");
    }

    /// Where we may not look, nothing is known to be wrong.
    private static <T> T asked(Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return otherwise;
            }
            throw e;
        }
    }
}
