package io.spindrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ConfigLayer;
import io.spindrift.app.ConfigResolver;
import io.spindrift.app.ConfigSource;
import io.spindrift.app.ConfigTarget;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.PlatformDefaults;
import io.spindrift.app.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ManifestTest {
    private static final Path TABLE = Path.of("MANIFESTS.md");
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String INTRODUCTION =
            """
            # Operators' manifests

            What becomes of each field of the Kubeflow Spark operator's resources, when they are sent to the platform or applied in
            a cluster that it serves. The table is made from the code (`io.spindrift.manifest`) and held by a test, as are the
            definitions for clusters. A field that is not in it is refused by name. Where a manifest says nothing, the operator's
            defaults hold: 1 core and 1g for each container, one executor, no time limit.

            Objects are kept in the namespace of the cluster's applications, and in each that was given to the cluster:
            `kubectl label namespace team-a spindrift.io/cluster-id=<the cluster's id>`, then `spindrift cluster provision <id>`, which makes
            there what drivers need.
            """;

    @ParameterizedTest
    @EnumSource(ResourceKind.class)
    void fields_areThoseOfTheOperator(ResourceKind kind) {
        Set<String> ours =
                kind.fields().stream()
                        .map(Field::path)
                        .filter(path ->
                                kind != ResourceKind.SCHEDULED || !path.startsWith("template."))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ours).isEqualTo(operators(kind));
    }

    @Test
    void template_ofASchedule_isAnApplication() {
        assertThat(ResourceKind.SCHEDULED.fields())
                .filteredOn(field -> field.path().startsWith("template."))
                .hasSameSizeAs(ResourceKind.APPLICATION.fields());
    }

    @Test
    void table_inTheRepository_isThatOfTheCode() throws IOException {
        String table = INTRODUCTION + CustomResources.support();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "MANIFESTS.md"), table);
        assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
                .as("MANIFESTS.md is made from the code: copy target/MANIFESTS.md over it")
                .isEqualTo(table);
    }

    @Test
    void definitions_haveEachFieldWithItsType() throws IOException {
        JsonNode definition =
                YAML.readTree(CustomResources.definition(ResourceKind.APPLICATION).toString());
        JsonNode spec =
                definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
        assertThat(spec.at("/driver/properties/cores/type").asText()).isEqualTo("integer");
        assertThat(spec.at("/arguments/items/type").asText()).isEqualTo("string");
        assertThat(spec.at("/monitoring/properties/prometheus/properties/port/type").asText())
                .isEqualTo("integer");
        assertThat(CustomResources.yaml().split("(?m)^---\\s*$")).hasSize(4);
    }

    @Test
    void everyFieldThatIsTaken_makesAConfigurationThatIsTaken() throws IOException {
        Translation translation = Manifest.of(read("everything.yaml")).translate();
        ObjectNode request = translation.request();
        assertThat(request.path("jobId").asText()).isEqualTo("nightly");
        AppSpec spec = AppSpec.from(resolved(request));
        assertThat(spec.driver().coreRequestMilliCores()).isEqualTo(1500);
        assertThat(spec.executor().memoryMib()).isEqualTo(9 * 1024);
        assertThat(spec.driver().memoryOverheadMib()).isEqualTo(512);
        assertThat(spec.executors().most()).isEqualTo(3);
        assertThat(spec.restartPolicy().maxRetries()).isEqualTo(4);
        assertThat(spec.timeout()).isNull();
        assertThat(spec.labels()).containsEntry("team", "data");
        assertThat(spec.pod().path("namespace").asText()).isEqualTo("team-a");
        assertThat(spec.sparkConf())
                .containsEntry("spark.kubernetes.container.image.pullSecrets", "one,two")
                .containsEntry("spark.metrics.conf.*.sink.csv.period", "5")
                .containsEntry("spark.dynamicAllocation.shuffleTracking.timeout", "5000ms")
                .containsEntry("spark.kubernetes.driver.service.label.sl", "x")
                .containsEntry("spark.driver.extraJavaOptions", "-Dx=y")
                .doesNotContainKeys("spark.executor.memory", "spark.eventLog.enabled");
        assertThat(translation.notes())
                .anySatisfy(note -> assertThat(note).contains("sparkUIOptions.servicePort"))
                .anySatisfy(note -> assertThat(note).contains("spark.eventLog.enabled"));
    }

    @Test
    void whatNoFieldOfOursSays_standsInTheTemplate() throws IOException {
        ObjectNode request = Manifest.of(read("everything.yaml")).translate().request();
        JsonNode driver = template(request, "driver");
        assertThat(driver.at("/metadata/labels/from").asText()).isEqualTo("template");
        assertThat(driver.at("/spec/dnsPolicy").asText()).isEqualTo("Default");
        assertThat(driver.at("/spec/securityContext/fsGroup").asInt()).isEqualTo(185);
        assertThat(driver.at("/spec/priorityClassName").asText()).isEqualTo("low");
        assertThat(driver.at("/spec/containers/0/env/0/name").asText()).isEqualTo("NODE");
        assertThat(driver.at("/spec/containers/0/envFrom")).hasSize(1);
        assertThat(driver.at("/spec/containers/0/lifecycle/preStop")).isNotEmpty();
        assertThat(template(request, "executor").at("/spec/serviceAccountName").asText())
                .isEqualTo("worker");
        assertThat(request.at("/configOverrides/volumes")).hasSize(2);
    }

    @Test
    void batchScheduler_isOurGangScheduling() throws IOException {
        String gang =
                "{batchScheduler: volcano, batchSchedulerOptions: {queue: night,"
                        + " priorityClassName: high, resources: {cpu: '3'}}}";
        Translation translation = Manifest.of(small(gang)).translate();
        JsonNode chosen = AppSpec.from(resolved(translation.request())).pod();
        assertThat(chosen.path("batchScheduler"))
                .isEqualTo(YAML.readTree("{name: volcano, queue: night, priorityClass: high}"));
        assertThat(translation.notes())
                .anySatisfy(note -> assertThat(note).contains("batchSchedulerOptions.resources"));
    }

    @Test
    void optionsOfNoBatchScheduler_haveNoEffect_butThePriority() throws IOException {
        Translation translation =
                Manifest.of(
                                small(
                                        "{batchSchedulerOptions: {queue: night, priorityClassName:"
                                                + " high}}"))
                        .translate();
        assertThat(translation.request().at("/configOverrides").has("batchScheduler")).isFalse();
        assertThat(translation.notes())
                .anySatisfy(note -> assertThat(note).contains("batchSchedulerOptions.queue"));
        assertThat(template(translation.request(), "driver").at("/spec/priorityClassName").asText())
                .isEqualTo("high");
    }

    @Test
    void silence_meansWhatItMeansToTheOperator() throws IOException {
        ObjectNode request = Manifest.of(small("{}")).translate().request();
        AppSpec spec = AppSpec.from(resolved(request));
        assertThat(spec.driver().cores()).isEqualTo(1);
        assertThat(spec.executor().memoryMib()).isEqualTo(1024);
        assertThat(spec.executors().most()).isEqualTo(1);
        assertThat(request.path("jobId").asText()).isEqualTo("small");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: client}                      | spec.mode",
                "{proxyUser: bob}                    | spec.proxyUser",
                "{sparkConfigMap: x}                 | spec.sparkConfigMap",
                "{pythonVersion: '2'}                | spec.pythonVersion",
                "{restartPolicy: {type: Sometimes}}  | spec.restartPolicy.type",
                "{batchScheduler: kube-scheduler}    | spec.batchScheduler",
                "{driverIngressOptions: []}          | spec.driverIngressOptions",
                "{driver: {memoryLimit: 2g}}         | spec.driver.memoryLimit",
                "{driver: {podName: mine}}           | spec.driver.podName",
                "{driver: {image: other}}            | spec.driver.image",
                "{driver: {cores: two}}              | spec.driver.cores",
                "{deps: []}                          | spec.deps",
                "{memoryOverheadFactor: much}        | spec.memoryOverheadFactor",
            })
    void whatCannotBeHad_isRefusedByName(String fields, String path) throws IOException {
        Manifest manifest = Manifest.of(small(fields));
        assertThatThrownBy(manifest::translate)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(Problem::fieldPath)
                                        .containsExactly(path));
    }

    @Test
    void unknownField_isRefused_withTheNearestKnown() throws IOException {
        Manifest manifest = Manifest.of(small("{driver: {core: 1}}"));
        assertThatThrownBy(manifest::translate)
                .hasMessageContaining("'spec.driver.core' is not a known field")
                .hasMessageContaining("did you mean 'spec.driver.cores'?");
    }

    @Test
    void otherKinds_areRefused() {
        assertThatThrownBy(() -> Manifest.of(YAML.readTree("{apiVersion: v1, kind: Pod}")))
                .hasMessageContaining("'v1', 'Pod' is not understood");
    }

    @Test
    void connectServer_isAnApplicationOfSparksOwnProgram() throws IOException {
        AppSpec spec = AppSpec.from(resolved(Manifest.of(connect()).translate().request()));
        assertThat(spec.mainClass()).endsWith("SparkConnectServer");
        assertThat(spec.mainApplicationFile()).endsWith("spark-connect_2.13-4.3.0.jar");
        assertThat(spec.executors().most()).isEqualTo(2);
    }

    static JsonNode connect() throws IOException {
        return YAML.readTree(
                """
                apiVersion: sparkoperator.k8s.io/v1alpha1
                kind: SparkConnect
                metadata: {name: shared, namespace: team-a, uid: u-2}
                spec:
                  sparkVersion: 4.3.0
                  server:
                    cores: 1
                    memory: 1g
                    service: {metadata: {labels: {team: data}}, spec: {type: NodePort, selector: {a: b}}}
                  executor: {instances: 2}
                """);
    }

    static JsonNode small(String fields) throws IOException {
        ObjectNode manifest =
                (ObjectNode)
                        YAML.readTree(
                                """
                                apiVersion: sparkoperator.k8s.io/v1beta2
                                kind: SparkApplication
                                metadata: {name: small, namespace: team-a, uid: u-1}
                                spec: {type: Python, sparkVersion: 4.3.0, mainApplicationFile: local:///a.py,
                                       image: one, driver: {}, executor: {}}
                                """);
        manifest.withObjectProperty("spec").setAll((ObjectNode) YAML.readTree(fields));
        return manifest;
    }

    private static JsonNode template(ObjectNode request, String role) throws IOException {
        String key = "spark.kubernetes." + role + ".podTemplateFile";
        return YAML.readTree(request.path("configOverrides").path("sparkConf").path(key).asText());
    }

    private static EffectiveConfig resolved(ObjectNode request) {
        return new ConfigResolver(new PlatformDefaults("4.3.0"))
                .resolve(
                        ConfigTarget.KUBERNETES,
                        List.of(
                                new ConfigLayer(
                                        ConfigSource.OVERRIDE,
                                        (ObjectNode) request.path("configOverrides"),
                                        "configOverrides")));
    }

    private static Set<String> operators(ResourceKind kind) {
        Set<String> paths = new TreeSet<>();
        for (String line : text("operator-fields.txt").split("\n")) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length && words[0].equals(kind.kind()); i++) {
                if (words[i].startsWith("pod.")) {
                    paths.add("driver" + words[i].substring("pod".length()));
                    paths.add("executor" + words[i].substring("pod".length()));
                } else {
                    paths.add(words[i]);
                }
            }
        }
        return paths;
    }

    private static JsonNode read(String name) throws IOException {
        return YAML.readTree(text(name));
    }

    private static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(ManifestTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
