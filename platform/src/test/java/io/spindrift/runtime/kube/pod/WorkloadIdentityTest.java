package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkloadIdentityTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/etl";
    private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

    @Test
    void nothingGiven_isNothing() {
        assertThat(WorkloadIdentity.of(spec(""), "etl", "etl-1")).isEmpty();
        assertThat(WorkloadIdentity.of(spec("\"workloadIdentity\": {}"), "etl", "etl-1")).isEmpty();
    }

    @Test
    void eachCloud_hasItsAnnotation() {
        assertThat(identity("awsRoleArn", ROLE).annotations())
                .containsOnly(entry("eks.amazonaws.com/role-arn", ROLE));
        assertThat(identity("gcpServiceAccount", "a@p.iam.gserviceaccount.com").annotations())
                .containsOnly(
                        entry("iam.gke.io/gcp-service-account", "a@p.iam.gserviceaccount.com"));
        WorkloadIdentity azure = identity("azureClientId", UUID);
        assertThat(azure.annotations())
                .containsOnly(entry("azure.workload.identity/client-id", UUID));
        assertThat(azure.podLabels()).containsOnly(entry("azure.workload.identity/use", "true"));
    }

    @Test
    void account_isTheJobs_elseTheApplications_elseWhatIsNamed() {
        AppSpec spec = spec(field("awsRoleArn", ROLE));
        assertThat(account(spec, "etl")).isEqualTo("spindrift-etl");
        assertThat(account(spec, null)).isEqualTo("spindrift-etl-1");
        AppSpec named = spec("\"serviceAccountName\": \"lake\", " + field("awsRoleArn", ROLE));
        assertThat(account(named, "etl")).isEqualTo("lake");
    }

    @Test
    void account_ofAnyJob_isANameOfItsOwn() {
        AppSpec spec = spec(field("awsRoleArn", ROLE));
        String plain = account(spec, "Nightly_Load");
        String other = account(spec, "nightly.load");
        assertThat(plain).matches("spindrift-nightly-load-[0-9a-f]{8}").isNotEqualTo(other);
        assertThat(account(spec, "x".repeat(200))).matches("[a-z0-9][-a-z0-9]{0,61}[a-z0-9]");
    }

    @Test
    void objects_areAnAccountThatMayBeADrivers() {
        WorkloadIdentity identity = identity("awsRoleArn", ROLE);
        ServiceAccount account = (ServiceAccount) identity.objects("jobs").get(0);
        assertThat(account.getMetadata().getAnnotations()).isEqualTo(identity.annotations());
        RoleBinding binding = (RoleBinding) identity.objects("jobs").get(1);
        assertThat(binding.getRoleRef().getName()).isEqualTo(Names.DRIVER_ROLE);
        assertThat(binding.getSubjects().getFirst().getName()).isEqualTo("spindrift-etl");
    }

    @Test
    void driverAndExecutors_areThatAccount_andMarkedForAzure() {
        DriverResources made = made(spec(field("azureClientId", UUID)));
        assertThat(made.shared()).hasSize(2);
        assertThat(made.driver().getSpec().getServiceAccountName()).isEqualTo("spindrift-etl");
        assertThat(made.driver().getMetadata().getLabels())
                .containsEntry("azure.workload.identity/use", "true");
        assertThat(properties(made))
                .contains(
                        "spark.kubernetes.executor.label.azure.workload.identity/use=true",
                        "spark.kubernetes.authenticate.driver.serviceAccountName=spindrift-etl");
        assertThat(made(spec("")).shared()).isEmpty();
    }

    @Test
    void prometheus_isToldWhereDriversMetricsAre() {
        DriverResources made = made(spec("\"prometheus\": true"));
        assertThat(made.driver().getMetadata().getAnnotations())
                .containsEntry("prometheus.io/scrape", "true")
                .containsEntry("prometheus.io/port", "4040")
                .containsEntry("prometheus.io/path", "/metrics/executors/prometheus");
        assertThat(made.driver().getMetadata().getLabels())
                .containsEntry("spindrift.io/scraped", "true");
        assertThat(properties(made))
                .contains(
                        "spark.ui.prometheus.enabled=true",
                        "spark.metrics.namespace=spark",
                        "spark.metrics.conf.driver.sink.prometheusServlet.path=/metrics/prometheus");
        assertThat(made(spec("")).driver().getMetadata().getAnnotations())
                .doesNotContainKey("prometheus.io/scrape");
    }

    @Test
    void wrongValues_areNamed() {
        String wrong =
                "\"workloadIdentity\": {\"awsRoleArn\": \"etl\", \"gcpServiceAccount\": \"a@b.c\","
                        + " \"azureClientId\": \"1\"}";
        assertThat(WorkloadIdentity.problems(spec(wrong)))
                .extracting(Problem::fieldPath)
                .containsExactly(
                        "workloadIdentity.awsRoleArn",
                        "workloadIdentity.gcpServiceAccount",
                        "workloadIdentity.azureClientId");
    }

    private static DriverResources made(AppSpec spec) {
        Launch launch = new Launch(new LaunchId("etl-1", 1), spec, "etl", "ada");
        return DriverResources.of(launch, KubeLaunches.settings("jobs"), _ -> "sdr_test");
    }

    private static String properties(DriverResources made) {
        return Objects.requireNonNull(made.properties().getData().get(DriverPod.PROPERTIES));
    }

    private static String account(AppSpec spec, @Nullable String jobId) {
        return WorkloadIdentity.of(spec, jobId, "etl-1").orElseThrow().account();
    }

    private static WorkloadIdentity identity(String field, String value) {
        return WorkloadIdentity.of(spec(field(field, value)), "etl", "etl-1").orElseThrow();
    }

    private static String field(String field, String value) {
        return "\"workloadIdentity\": {\"" + field + "\": \"" + value + "\"}";
    }

    private static AppSpec spec(String fields) {
        try {
            ObjectNode pod = (ObjectNode) new ObjectMapper().readTree("{" + fields + "}");
            return KubeLaunches.spec(
                    "4.3.0", "local:///app.jar", "Probe", List.of(), pod, KubeLaunches.none());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
