package io.spindrift.runtime.kube.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
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
        assertThat(made(LAUNCH, settings(null, null)))
                .isEqualTo(made(launch(1, "everything"), settings(null, null)));
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
                made(launch(1, "java"), settings("https://spindrift.example:8480", null));
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
        Secret secret = (Secret) made.beforeDriver().getFirst();
        assertThat(secret.getMetadata().getName()).isEqualTo("etl-1-1-token");
        assertThat(secret.getMetadata().getAnnotations()).containsKey(Labels.LAUNCH);
        assertThat(new String(Base64.getDecoder().decode(secret.getData().get("token")), UTF_8))
                .isEqualTo("sdr_etl-1-1");
        assertThat(made.driver().getSpec().getInitContainers()).isEmpty();
    }

    @Test
    void uploads_areFetchedBeforeTheDriver_andAreItsOwnFiles() throws IOException {
        String sha = "ab".repeat(32);
        Launch given = launch(1, "java");
        AppSpec spec =
                given.spec()
                        .withFiles(
                                "spindrift://file/" + sha + "/my%20app.jar",
                                new AppDeps(
                                        List.of("local:///a.jar"),
                                        List.of(),
                                        List.of(),
                                        List.of("spindrift://file/" + sha + "/env.zip#env"),
                                        List.of(),
                                        List.of(),
                                        List.of()));
        DriverResources made =
                made(
                        new Launch(given.id(), spec, null, "ada"),
                        settings("http://10.0.0.1:8480", null));
        String jar = "file:///opt/spindrift/files/abababababab/my%20app.jar";
        assertThat(made.driver().getSpec().getContainers().getLast().getArgs()).contains(jar);
        assertThat(properties(made))
                .containsEntry("spark.jars", "local:///a.jar," + jar)
                .containsEntry(
                        "spark.archives", "file:///opt/spindrift/files/abababababab/env.zip#env");
        Container fetching = made.driver().getSpec().getInitContainers().getFirst();
        assertThat(fetching.getArgs())
                .endsWith(
                        "http://10.0.0.1:8480/agent/v1/runs/etl-1/1",
                        "/opt/spindrift/files",
                        sha + "=abababababab/env.zip",
                        sha + "=abababababab/my app.jar");
        assertThat(fetching.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactly("spindrift-files");
        assertThat(made.toString().replace(made.beforeDriver().getFirst().toString(), ""))
                .doesNotContain("sdr_");
    }

    @Test
    void eventLogDir_turnsSparksOwnLogOn() throws IOException {
        assertThat(properties(made(LAUNCH, settings(null, "s3a://logs/spark"))))
                .containsEntry("spark.eventLog.enabled", "true")
                .containsEntry("spark.eventLog.dir", "s3a://logs/spark")
                .containsEntry("spark.eventLog.rolling.enabled", "true");
        assertThat(properties(made(LAUNCH, settings(null, null))))
                .containsEntry("spark.eventLog.enabled", "false")
                .doesNotContainKey("spark.eventLog.dir");
    }

    private static DriverResources made(Launch launch, KubeSettings settings) {
        return DriverResources.of(launch, settings, id -> "sdr_" + Names.attempt(id));
    }

    private static KubeSettings settings(@Nullable String url, @Nullable String eventLogDir) {
        return new KubeSettings(
                "prod", "spark", "spindrift-spark", "spark", url, eventLogDir, true);
    }

    private static List<HasMetadata> objects(Launch launch) {
        DriverResources made = made(launch, settings(null, null));
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
