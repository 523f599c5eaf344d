package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What Spark's own submission has no likeness of; the rest is in [SparkPodsTest].
final class DriverResourcesTest {
    private static final Launch LAUNCH = launch(1, "everything");

    @Test
    void sameLaunch_givesTheSameObjects() {
        assertThat(DriverResources.of(LAUNCH, settings(null, null)))
                .isEqualTo(DriverResources.of(launch(1, "everything"), settings(null, null)));
    }

    @Test
    void everyObject_saysWhoseItIs() {
        List<HasMetadata> all = objects(launch(1, "several volumes"));
        assertThat(all).hasSize(5);
        assertThat(all)
                .allSatisfy(object -> {
                    assertThat(object.getMetadata().getNamespace()).isEqualTo("spark");
                    assertThat(object.getMetadata().getLabels())
                            .containsAllEntriesOf(
                                    Labels.ours(launch(1, "several volumes"), "prod"));
                    assertThat(object.getMetadata().getAnnotations())
                            .containsEntry(
                                    Labels.LAUNCH, LaunchDigest.of(launch(1, "several volumes")));
                    assertThat(object.getMetadata().getOwnerReferences()).isEmpty();
                });
    }

    @Test
    void digest_isOfTheWholeLaunch() {
        assertThat(LaunchDigest.of(launch(1, "everything")))
                .matches("[0-9a-f]{64}")
                .isEqualTo(LaunchDigest.of(LAUNCH))
                .isNotEqualTo(LaunchDigest.of(launch(2, "everything")))
                .isNotEqualTo(LaunchDigest.of(launch(1, "java")));
    }

    @Test
    void platformUrl_bringsTheAgentAndItsToken() throws IOException {
        DriverResources made =
                DriverResources.of(
                        launch(1, "java"), settings("https://spindrift.example:8480", null));
        assertThat(properties(made))
                .containsEntry("spark.plugins", "io.spindrift.agent.SpindriftPlugin")
                .containsEntry("spark.spindrift.url", "https://spindrift.example:8480")
                .doesNotContainKey("spark.spindrift.token");
        EnvVar token =
                made.driver().getSpec().getContainers().getLast().getEnv().stream()
                        .filter(variable -> variable.getName().equals("SPINDRIFT_TOKEN"))
                        .findFirst()
                        .orElseThrow();
        assertThat(token.getValueFrom().getSecretKeyRef().getName()).isEqualTo("etl-1-1-token");
        assertThat(token.getValueFrom().getSecretKeyRef().getOptional()).isTrue();
    }

    @Test
    void eventLogDir_turnsSparksOwnLogOn() throws IOException {
        assertThat(properties(DriverResources.of(LAUNCH, settings(null, "s3a://logs/spark"))))
                .containsEntry("spark.eventLog.enabled", "true")
                .containsEntry("spark.eventLog.dir", "s3a://logs/spark")
                .containsEntry("spark.eventLog.rolling.enabled", "true");
        assertThat(properties(DriverResources.of(LAUNCH, settings(null, null))))
                .containsEntry("spark.eventLog.enabled", "false")
                .doesNotContainKey("spark.eventLog.dir");
    }

    private static KubeSettings settings(@Nullable String url, @Nullable String eventLogDir) {
        return new KubeSettings(
                "prod", "spark", "spindrift-spark", "spark", url, eventLogDir, true);
    }

    private static List<HasMetadata> objects(Launch launch) {
        DriverResources made = DriverResources.of(launch, settings(null, null));
        List<HasMetadata> all = new ArrayList<>(made.beforeDriver());
        all.add(made.driver());
        return all;
    }

    /// Of a configuration of the goldens.
    private static Launch launch(int attempt, String configuration) {
        JsonNode given =
                Objects.requireNonNullElse(
                        Golden.configurations().get(configuration),
                        JsonNodeFactory.instance.missingNode());
        return new Launch(
                new LaunchId("etl-1", attempt), Golden.spec(given, "4.3.0"), "daily-etl", "ada");
    }

    private static Properties properties(DriverResources made) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(made.properties().getData().get(DriverPod.PROPERTIES)));
        return properties;
    }
}
