package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who an application is to its cloud: a service account with the annotations that the cloud looks
/// for. It is the job's (or has the name that is given), not the run's: clouds trust an account by
/// its name, and it stays when a run is over. Pure.
///
/// @param account its name
/// @param annotations of the account
/// @param podLabels what pods must carry, too
record WorkloadIdentity(
        String account, Map<String, String> annotations, Map<String, String> podLabels) {
    static final String FIELD = "workloadIdentity";

    private static final String AWS = "eks.amazonaws.com/role-arn";
    private static final String GCP = "iam.gke.io/gcp-service-account";
    private static final String AZURE = "azure.workload.identity/client-id";
    private static final String AZURE_POD = "azure.workload.identity/use";
    private static final int LONGEST = 63;
    private static final int HASH_DIGITS = 8;

    /// Field, annotation, and what a value looks like.
    private static final List<Cloud> CLOUDS =
            List.of(
                    new Cloud(
                            "awsRoleArn",
                            AWS,
                            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+"),
                            "arn:aws:iam::123456789012:role/NAME"),
                    new Cloud(
                            "gcpServiceAccount",
                            GCP,
                            Pattern.compile(
                                    "[a-z][-a-z0-9]*@[-a-z0-9.:]+\\.iam\\.gserviceaccount\\.com"),
                            "NAME@PROJECT.iam.gserviceaccount.com"),
                    new Cloud(
                            "azureClientId",
                            AZURE,
                            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
                            "a UUID"));

    private record Cloud(String field, String annotation, Pattern pattern, String shape) {}

    WorkloadIdentity {
        annotations = Map.copyOf(annotations);
        podLabels = Map.copyOf(podLabels);
    }

    /// @param jobId null: the account is the application's
    static Optional<WorkloadIdentity> of(AppSpec spec, @Nullable String jobId, String appId) {
        JsonNode given = spec.pod().path(FIELD);
        Map<String, String> annotations = new TreeMap<>();
        for (Cloud cloud : CLOUDS) {
            if (given.path(cloud.field()).isTextual()) {
                annotations.put(cloud.annotation(), given.path(cloud.field()).asText());
            }
        }
        if (annotations.isEmpty()) {
            return Optional.empty();
        }
        JsonNode named = spec.pod().path("serviceAccountName");
        String account = named.isTextual() ? named.asText() : ofJob(jobId == null ? appId : jobId);
        return Optional.of(
                new WorkloadIdentity(
                        account,
                        annotations,
                        annotations.containsKey(AZURE) ? Map.of(AZURE_POD, "true") : Map.of()));
    }

    /// Names that are not a job's own word for word, or are cut, get a hash, so that no two jobs
    /// share one.
    private static String ofJob(String job) {
        String name = "spindrift-" + job;
        if (Syntax.label(name)) {
            return name;
        }
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        String hash =
                UUID.nameUUIDFromBytes(job.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, HASH_DIGITS);
        return plain.substring(0, Math.min(plain.length(), LONGEST - HASH_DIGITS - 1)) + "-" + hash;
    }

    /// What is wrong with the field, each with its path.
    static List<Problem> problems(AppSpec spec) {
        List<Problem> problems = new ArrayList<>();
        JsonNode given = spec.pod().path(FIELD);
        for (Cloud cloud : CLOUDS) {
            JsonNode value = given.path(cloud.field());
            if (value.isTextual() && !cloud.pattern().matcher(value.asText()).matches()) {
                problems.add(
                        new Problem(
                                "INVALID_VALUE",
                                "'%s' is not %s".formatted(value.asText(), cloud.shape()),
                                FIELD + "." + cloud.field()));
            }
        }
        return problems;
    }

    /// The account, and its right to be a driver's. Neither is any one run's.
    List<HasMetadata> objects(String namespace) {
        Map<String, String> labels = Map.of(Labels.MANAGED_BY, Labels.MANAGER);
        return List.of(
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(account)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build(),
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(account + "-driver")
                        .withLabels(labels)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", Names.DRIVER_ROLE)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withNamespace(namespace)
                        .withName(account)
                        .endSubject()
                        .build());
    }
}
