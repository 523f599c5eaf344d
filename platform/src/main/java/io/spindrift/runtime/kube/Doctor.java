package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.kube.pod.KubeSettings;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says what hinders applications on a cluster, each with the command that mends it.
final class Doctor {
    private static final List<String> OBJECT_VERBS = List.of("create", "get", "patch", "delete");

    /// What the platform itself does; drivers do the rest by their own service account.
    private static final List<Need> NEEDS =
            List.of(
                    new Need("pods", "", List.of("create", "get", "list", "watch", "delete")),
                    new Need("pods", "log", List.of("get")),
                    new Need("configmaps", "", OBJECT_VERBS),
                    new Need("services", "", OBJECT_VERBS),
                    new Need("events", "", List.of("list", "watch")));

    private final KubernetesClient client;
    private final KubeSettings settings;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean reachable = true;
    private @Nullable String version;

    private record Need(String resource, String part, List<String> verbs) {
        String named() {
            return part.isEmpty() ? resource : resource + "/" + part;
        }
    }

    private Doctor(KubernetesClient client, KubeSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    static Health examine(
            KubernetesClient client,
            KubeSettings settings,
            DriverSigns drivers,
            Rehearsal rehearsal) {
        Doctor doctor = new Doctor(client, settings);
        try {
            if (doctor.reached() && doctor.namespaceThere()) {
                doctor.rights();
                if (doctor.serviceAccount()) {
                    drivers.rights().ifPresent(doctor.problems::add);
                }
                doctor.quotas();
                doctor.names();
                if (doctor.problems.isEmpty()) {
                    rehearsal.refusal().ifPresent(doctor.warnings::add);
                }
                drivers.images().ifPresent(doctor.warnings::add);
                drivers.metrics().ifPresent(doctor.notes::add);
                doctor.wayBack();
                doctor.eventLogs();
            }
        } catch (KubernetesClientException e) {
            doctor.problems.add("the cluster cannot be examined: " + ApiWords.of(e));
        }
        return new Health(
                doctor.reachable, doctor.version, doctor.problems, doctor.warnings, doctor.notes);
    }

    private boolean reached() {
        try {
            version = client.getKubernetesVersion().getGitVersion();
            return true;
        } catch (KubernetesClientException e) {
            String said = ApiWords.of(e);
            reachable = e.getCode() > 0;
            problems.add(
                    e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                            ? "the API server does not know us ("
                                    + said
                                    + "); register the cluster again with fresh credentials"
                            : "the API server at "
                                    + client.getMasterUrl()
                                    + " does not answer: "
                                    + said);
            return false;
        }
    }

    private boolean namespaceThere() {
        String namespace = settings.namespace();
        boolean there = asked(() -> client.namespaces().withName(namespace).get() != null, true);
        if (!there) {
            problems.add(
                    "there is no namespace %1$s: `spindrift cluster provision %2$s`, or `kubectl create namespace %1$s`"
                            .formatted(namespace, settings.clusterId()));
        }
        return there;
    }

    private void rights() {
        List<String> missing = new ArrayList<>();
        List<Need> needs = new ArrayList<>(NEEDS);
        if (settings.platformUrl() != null) {
            needs.add(new Need("secrets", "", OBJECT_VERBS)); // drivers' tokens
        }
        for (Need need : needs) {
            for (String verb : need.verbs()) {
                if (!allowed(need, verb)) {
                    missing.add(verb + " " + need.named());
                }
            }
        }
        if (!missing.isEmpty()) {
            problems.add(
                    ("the platform may not %s in the namespace %s: `kubectl -n %s create"
                                    + " rolebinding spindrift --clusterrole=edit` with `--user` or"
                                    + " `--serviceaccount` of the credentials it was given")
                            .formatted(
                                    String.join(", ", missing),
                                    settings.namespace(),
                                    settings.namespace()));
        }
    }

    private boolean allowed(Need need, String verb) {
        SelfSubjectAccessReview review =
                new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(settings.namespace())
                        .withVerb(verb)
                        .withResource(need.resource())
                        .withSubresource(need.part().isEmpty() ? null : need.part())
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        SelfSubjectAccessReview answer = client.resource(review).create();
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    private boolean serviceAccount() {
        String namespace = settings.namespace();
        String account = settings.serviceAccount();
        boolean there =
                asked(
                        () ->
                                client.serviceAccounts()
                                                .inNamespace(namespace)
                                                .withName(account)
                                                .get()
                                        != null,
                        true);
        if (!there) {
            problems.add(
                    ("there is no service account %1$s for drivers in the namespace %2$s:"
                                    + " `spindrift cluster provision %3$s`, or `kubectl -n %2$s create serviceaccount %1$s && kubectl -n"
                                    + " %2$s create rolebinding %1$s --clusterrole=edit"
                                    + " --serviceaccount=%2$s:%1$s`")
                            .formatted(account, namespace, settings.clusterId()));
        }
        return there;
    }

    private void quotas() {
        List<ResourceQuota> quotas =
                asked(
                        () ->
                                client.resourceQuotas()
                                        .inNamespace(settings.namespace())
                                        .list()
                                        .getItems(),
                        List.of());
        for (ResourceQuota quota : quotas) {
            Map<String, Quantity> used = quota.getStatus().getUsed();
            quota.getStatus()
                    .getHard()
                    .forEach((name, hard) -> {
                        Quantity taken = used == null ? null : used.get(name);
                        if (taken != null && amount(taken).compareTo(amount(hard)) >= 0) {
                            warnings.add(
                                    "the quota %s of the namespace %s is used up: %s of %s %s"
                                            .formatted(
                                                    quota.getMetadata().getName(),
                                                    settings.namespace(),
                                                    taken,
                                                    hard,
                                                    name));
                        }
                    });
        }
    }

    /// Drivers tell of themselves, and fetch what was uploaded.
    private void wayBack() {
        if (settings.platformUrl() == null) {
            notes.add(
                    "no address is given under which pods reach this platform (platformUrl):"
                            + " uploaded files do not come to them, and jobs, tasks and memory are"
                            + (settings.eventLogDir() == null
                                    ? " not recorded"
                                    : " recorded only as far as event logs are read"));
        }
    }

    /// What images hold is not seen from here.
    private void eventLogs() {
        String place = settings.eventLogDir();
        if (place == null || place.startsWith("file:") || !place.contains("://")) {
            return;
        }
        notes.add(
                "drivers write event logs to %s: their images must have a connector for %s, as those of the variant 'full' do; without it Spark does not begin"
                        .formatted(place, place.substring(0, place.indexOf("://") + 3)));
    }

    /// Executors find their driver by the name of a service.
    private void names() {
        boolean there =
                asked(
                        () ->
                                client.services()
                                                .inNamespace("kube-system")
                                                .withName("kube-dns")
                                                .get()
                                        != null,
                        true);
        if (!there) {
            warnings.add(
                    "there is no service kube-dns in kube-system: without a cluster DNS executors"
                            + " do not find their drivers");
        }
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

    private static BigDecimal amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }
}
