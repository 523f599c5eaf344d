package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Labels;
import io.spindrift.runtime.kube.pod.Names;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What applications need of a namespace before they can run there: itself, an account for their
/// drivers, and the least rights that a driver of Spark can do with. Nothing that is there is
/// changed, but for the rules of a role of ours.
final class Provision {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private Provision() {}

    /// In the order in which they are made. Pure.
    static List<HasMetadata> objects(KubeSettings settings) {
        String namespace = settings.namespace();
        Map<String, String> labels = Map.of(Labels.MANAGED_BY, Labels.MANAGER);
        return List.of(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .build(),
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(settings.serviceAccount())
                        .withLabels(labels)
                        .endMetadata()
                        .build(),
                new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(Names.DRIVER_ROLE)
                        .withLabels(labels)
                        .endMetadata()
                        .withRules(rules())
                        .build(),
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(settings.serviceAccount() + "-driver")
                        .withLabels(labels)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "Role", Names.DRIVER_ROLE)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withNamespace(namespace)
                        .withName(settings.serviceAccount())
                        .endSubject()
                        .build());
    }

    /// A driver makes, watches and ends its executors' pods, and their settings and volume claims;
    /// at its end it removes all that bears its label.
    private static List<PolicyRule> rules() {
        return List.of(
                rule(
                        "pods",
                        List.of(
                                "create",
                                "get",
                                "list",
                                "watch",
                                "patch",
                                "delete",
                                "deletecollection")),
                rule("configmaps", List.of("create", "get", "list", "delete", "deletecollection")),
                rule("services", List.of("get", "list", "delete", "deletecollection")),
                rule(
                        "persistentvolumeclaims",
                        List.of("create", "get", "list", "patch", "delete", "deletecollection")));
    }

    private static PolicyRule rule(String resource, List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    /// @return a sentence for each thing that was made
    /// @throws LaunchRefusedException when we may not, with what to do
    static List<String> make(KubernetesClient client, KubeSettings settings) {
        List<String> made = new ArrayList<>();
        for (HasMetadata object : objects(settings)) {
            String name =
                    object.getKind().toLowerCase(Locale.ROOT)
                            + " "
                            + object.getMetadata().getName();
            try {
                if (create(client, object)) {
                    made.add("made the " + name);
                } else if (object instanceof Role role && renewed(client, role)) {
                    made.add("gave the " + name + " the rules of this version");
                }
            } catch (KubernetesClientException e) {
                throw new LaunchRefusedException(
                        "the API server does not let us make the %s: %s; have an administrator of the cluster do it, as `spindrift cluster doctor` says"
                                .formatted(name, ApiWords.of(e)));
            }
        }
        return made;
    }

    private static boolean create(KubernetesClient client, HasMetadata object) {
        if (exists(client, object)) {
            return false;
        }
        try {
            client.resource(object).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /// Where we may not look, making it says more.
    private static boolean exists(KubernetesClient client, HasMetadata object) {
        try {
            return client.resource(object).get() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }

    private static boolean renewed(KubernetesClient client, Role wanted) {
        Role there = client.resource(wanted).get();
        Map<String, String> labels =
                there == null || there.getMetadata().getLabels() == null
                        ? Map.of()
                        : there.getMetadata().getLabels();
        if (there == null
                || !Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))
                || there.getRules().equals(wanted.getRules())) {
            return false;
        }
        there.setRules(wanted.getRules());
        client.resource(there).update();
        return true;
    }
}
