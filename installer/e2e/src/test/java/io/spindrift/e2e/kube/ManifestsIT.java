package io.spindrift.e2e.kube;

import static io.spindrift.e2e.Surroundings.DEFAULT_SPARK;
import static io.spindrift.e2e.Surroundings.OTHER_SPARK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Platform;
import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What people apply with `kubectl`, kept by the platform as an operator would keep it.
final class ManifestsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration A_RUN = Duration.ofMinutes(4);
    private static final List<String> KINDS =
            List.of("scheduledsparkapplications", "sparkapplications", "sparkconnects");
    private static final String PROGRAMS =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: programs}
            data:
              quick.py: import os; print("the day is", os.environ["DAY"])
              wait.py: import time; time.sleep(600)
              count.py: |
                import time
                from pyspark.sql import SparkSession
                SparkSession.builder.getOrCreate().range(100).repartition(4).count()
                time.sleep(600)
            """;

    private static Space space;

    /// Given to the cluster by its label alone.
    private static Space other;

    private static Platform platform;
    private static Kubectl kubectl;

    /// All at once: each waits for pods more than it computes.
    @BeforeAll
    static void apply() throws IOException {
        space = Space.make("manifests");
        other = Space.make("manifests-too");
        kubectl = Kubectl.in(space.namespace());
        platform = Platform.start("kube-manifests");
        kubectl.apply(platform.api().get("/ocean/spark/manifest/definitions").expect(200).body());
        awaitKinds();
        register();
        kubectl.run(
                "label", "namespace", other.namespace(), "spindrift.io/cluster-id=" + cluster());
        kubectl.apply(PROGRAMS);
        kubectl.apply(connect());
        Kubectl.in(other.namespace()).apply(PROGRAMS);
        Kubectl.in(other.namespace())
                .apply(manifest("elsewhere", DEFAULT_SPARK) + program("quick"));
        kubectl.apply(
                manifest("pi", DEFAULT_SPARK)
                        + """
                          mainApplicationFile: local:///opt/spindrift/examples/spindrift-examples.jar
                          mainClass: io.spindrift.examples.Pi
                          type: Scala
                          arguments: ["2"]
                        """);
        kubectl.apply(manifest("quick", OTHER_SPARK) + program("quick"));
        kubectl.apply(manifest("kept", DEFAULT_SPARK) + program("wait"));
        kubectl.apply(manifest("refused", DEFAULT_SPARK) + program("wait") + "  proxyUser: bob\n");
        Kubectl.in(other.namespace()).apply(OthersDrivers.labelled());
        kubectl.apply(OthersDrivers.notebook());
        schedule();
    }

    /// An API server takes a moment to serve what has just been defined.
    private static void awaitKinds() {
        for (String kind : KINDS) {
            Await.until(kind, SOON, () -> kubectl.tryTo("get", kind, "-o", "name").code() == 0);
        }
    }

    /// One run is enough.
    private static void schedule() {
        kubectl.apply(
                """
                apiVersion: sparkoperator.k8s.io/v1beta2
                kind: ScheduledSparkApplication
                metadata: {name: often}
                spec:
                  schedule: "@every 5s"
                  concurrencyPolicy: Forbid
                  template:
                """
                        + (spec(DEFAULT_SPARK) + program("quick")).indent(2));
        Await.until("a run of the schedule", SOON, () -> !scheduled(".lastRunName").isEmpty());
        kubectl.run(
                "patch",
                "scheduledsparkapp",
                "often",
                "--type=merge",
                "-p",
                "{\"spec\":{\"suspend\":true}}");
    }

    private static String scheduled(String path) {
        return kubectl.field("scheduledsparkapp", "often", ".status" + path);
    }

    private static void register() throws IOException {
        ObjectNode cluster = Json.object("{}").put("id", cluster());
        cluster.put("kubeconfig", Files.readString(Path.of(System.getenv("KUBECONFIG"))))
                .put("namespace", space.namespace())
                .put("serviceAccount", Space.SERVICE_ACCOUNT)
                .put("imageRepository", Surroundings.imageRepository());
        platform.api().post("/ocean/spark/cluster", cluster).expect(201);
    }

    /// Of this test alone: others may use the same definitions meanwhile.
    private static String cluster() {
        return space.namespace();
    }

    /// Objects first: they are held until what they run has ended.
    @AfterAll
    static void end() {
        try {
            for (String kind : KINDS) {
                kubectl.tryTo("delete", kind, "--all", "--timeout=60s");
                Kubectl.in(other.namespace()).tryTo("delete", kind, "--all", "--timeout=60s");
            }
            for (String kind : KINDS) {
                if (kubectl.run("get", kind, "--all-namespaces", "-o", "name").isBlank()) {
                    kubectl.run("delete", "crd", kind + ".sparkoperator.k8s.io");
                }
            }
        } finally {
            platform.close();
            space.close();
            other.close();
        }
    }

    @Test
    void appliedObject_runs_andIsToldInColumnsEventsAndStatus() {
        awaitState("pi", "COMPLETED", A_RUN);
        assertThat(kubectl.run("get", "sparkapplication", "pi"))
                .containsPattern("NAME +STATUS +ATTEMPTS +START +FINISH +AGE")
                .containsPattern("pi +COMPLETED +1 +20\\d\\d-\\S+Z +20\\d\\d-\\S+Z +\\d+");
        awaitLastEvent(kubectl, "pi");
        assertThat(kubectl.run("describe", "sparkapp", "pi"))
                .contains("SparkApplicationSubmitted", "SparkDriverRunning");
        assertThat(status("pi", ".driverInfo.podName")).endsWith("-1-driver");
        // An executor may end after its driver.
        awaitIn(() -> status("pi", ".executorState"), "-exec-1\":\"COMPLETED\"", SOON);
    }

    @Test
    void otherSpark_takesVolumesAndVariablesOfTheManifest() {
        awaitState("quick", "COMPLETED", A_RUN);
        String appId = status("quick", ".submissionID");
        String path = "/ocean/spark/cluster/" + cluster() + "/app/" + appId;
        assertThat(platform.api().get(path).item().path("submissionSource").asText())
                .isEqualTo("spark-operator");
        // A log is followed beside: the end of the application does not wait for it.
        awaitIn(() -> platform.api().get(path + "/log/driver").body(), "the day is monday", SOON);
    }

    @Test
    void namespaceThatBearsTheClustersLabel_isServed() {
        Kubectl there = Kubectl.in(other.namespace());
        Await.value(
                () -> "elsewhere: " + there.run("describe", "sparkapp", "elsewhere"),
                A_RUN,
                () ->
                        Optional.of(
                                        there.field(
                                                "sparkapp",
                                                "elsewhere",
                                                ".status.applicationState.state"))
                                .filter("COMPLETED"::equals));
        awaitLastEvent(there, "elsewhere");
    }

    @Test
    void connectServer_isReachedByItsServiceOfOneName() throws IOException {
        Await.value(
                () -> "a Connect server: " + kubectl.run("describe", "sparkconnect", "shared"),
                A_RUN,
                () ->
                        Optional.of(kubectl.field("sparkconnect", "shared", ".status.state"))
                                .filter("Ready"::equals));
        assertThat(kubectl.field("sparkconnect", "shared", ".status.server.serviceName"))
                .isEqualTo("shared-server");
        String image = Surroundings.imageRepository() + ":" + DEFAULT_SPARK;
        String knock = "exec 3<>/dev/tcp/shared-server/15002 && echo open";
        assertThat(space.run("knock", image, List.of("bash", "-c", knock)).log()).contains("open");
        try (LocalPortForward way =
                space.client()
                        .services()
                        .inNamespace(space.namespace())
                        .withName("shared-server")
                        .portForward(15002)) {
            assertThat(ConnectClient.sum(way.getLocalPort())).isEqualTo("4950");
        }
    }

    private static String connect() {
        return """
        apiVersion: sparkoperator.k8s.io/v1alpha1
        kind: SparkConnect
        metadata: {name: shared}
        spec:
          sparkVersion: %s
          sparkConf:
            spark.kubernetes.driver.request.cores: 200m
            spark.kubernetes.executor.request.cores: 100m
          server: {cores: 1, memory: 1g}
          executor: {instances: 1, cores: 1, memory: 512m}
        """
                .formatted(DEFAULT_SPARK);
    }

    @Test
    void unknownField_isRefusedByKubectl_andWhatIsNotSupportedByName() {
        assertThat(
                        kubectl.tryTo(
                                        "patch",
                                        "sparkapp",
                                        "quick",
                                        "--type=merge",
                                        "-p",
                                        "{\"spec\":{\"driver\":{\"core\":1}}}")
                                .text())
                .contains("unknown field \"spec.driver.core\"");
        awaitState("refused", "FAILED", SOON);
        assertThat(status("refused", ".applicationState.errorMessage"))
                .contains("'spec.proxyUser' is not supported");
    }

    @Test
    void platformThatIsKilled_submitsNothingTwice_andDeletionEndsWhatRuns() {
        awaitState("kept", "RUNNING", A_RUN);
        // What happens to others without the platform leaves no event of each step.
        awaitLastEvent(kubectl, "pi");
        awaitLastEvent(Kubectl.in(other.namespace()), "elsewhere");
        platform.kill();
        platform.start();
        awaitState("kept", "RUNNING", SOON);
        String prefix = status("kept", ".submissionID");
        assertThat(kubectl.run("get", "pods", "-o", "name").lines())
                .filteredOn(pod -> pod.contains(prefix))
                .hasSize(1);
        suspend(true);
        awaitState("kept", "SUSPENDED", SOON);
        awaitNoPods(prefix);
        suspend(false);
        awaitState("kept", "RUNNING", A_RUN);
        assertThat(status("kept", ".submissionID")).isEqualTo(prefix + "-2");
        kubectl.run("delete", "sparkapp", "kept", "--timeout=60s");
        awaitNoPods(prefix);
    }

    private static void suspend(boolean on) {
        String patch = "{\"spec\":{\"suspend\":" + on + "}}";
        kubectl.run("patch", "sparkapp", "kept", "--type=merge", "-p", patch);
    }

    @Test
    void schedule_makesItsRuns() {
        Await.until(
                "a run of the schedule that completed",
                A_RUN,
                () -> !scheduled(".pastSuccessfulRunNames[0]").isEmpty());
        assertThat(kubectl.run("get", "scheduledsparkapp", "often"))
                .containsPattern("NAME +SCHEDULE +TIMEZONE +SUSPEND +LAST RUN +LAST RUN NAME +AGE")
                .containsPattern("often +@every 5s .* often-\\d{10} ");
    }

    @Test
    void driverOfOthers_inANamespaceThatWasGiven_isSeenByItsLabels_andKept() {
        String path = "/ocean/spark/cluster/" + cluster() + "-observed/app/spark-of-others";
        Await.until(
                "the driver of others at its end",
                A_RUN,
                () -> platform.api().get(path).body().contains("\"appState\":\"COMPLETED\""));
        Kubectl.in(other.namespace()).run("delete", "pod", "of-others");
        assertThat(platform.api().get(path).item().path("submissionSource").asText())
                .isEqualTo("kubernetes");
        assertThat(platform.api().get(path).item().at("/config/labels/started-by").asText())
                .isEqualTo("spark-operator");
        assertThat(platform.api().delete(path).status()).as("it is not operated").isEqualTo(409);
    }

    @Test
    void driverOfOthers_thatNothingElseTellsOf_isAskedItself_andItsLastWordIsKept() {
        String path = "/ocean/spark/cluster/" + cluster() + "-observed/app/spark-of-a-notebook";
        JsonNode told =
                Await.value(
                        () -> "a driver that was asked: " + platform.api().get(path).body(),
                        A_RUN,
                        () ->
                                Optional.of(platform.api().get(path).json())
                                        .map(answer -> answer.at("/response/items/0"))
                                        .filter(ManifestsIT::toldAll));
        assertThat(told.path("appState").asText()).isEqualTo("RUNNING");
        assertThat(told.path("sparkVersion").asText()).isEqualTo(DEFAULT_SPARK);
        assertThat(told.path("user").asText()).isNotEmpty();
        kubectl.run("delete", "pod", "notebook", "--grace-period=1");
        Await.until(
                "the driver of a notebook at its end",
                SOON,
                () -> platform.api().get(path).body().contains("\"appState\":\"FAILED\""));
        JsonNode kept = platform.api().get(path).expect(200).item();
        assertThat(kept.at("/driver/jobs/completed").asInt()).isPositive();
    }

    /// It is asked for its tasks before its jobs, and the list takes both up a moment later.
    private static boolean toldAll(JsonNode item) {
        return item.at("/driver/jobs/completed").asInt() > 0
                && item.at("/driver/tasks/completed").asInt() > 0
                && item.at("/metrics/coreHours").asDouble() > 0;
    }

    /// What ended is told at once; its pods go when their logs have been read.
    private static void awaitNoPods(String prefix) {
        Await.until(
                "no pods of " + prefix,
                SOON,
                () -> !kubectl.run("get", "pods", "-o", "name").contains(prefix));
    }

    /// Events follow the status that they are about.
    private static void awaitLastEvent(Kubectl there, String name) {
        awaitIn(() -> there.run("describe", "sparkapp", name), "SparkApplicationCompleted", A_RUN);
    }

    private static void awaitIn(Supplier<String> text, String part, Duration within) {
        Await.value(
                () -> part + " in: " + text.get(),
                within,
                () -> Optional.of(text.get()).filter(told -> told.contains(part)));
    }

    private static void awaitState(String name, String state, Duration within) {
        Await.value(
                () -> name + " " + state + ": " + kubectl.run("describe", "sparkapp", name),
                within,
                () -> Optional.of(status(name, ".applicationState.state")).filter(state::equals));
    }

    private static String status(String name, String path) {
        return kubectl.field("sparkapp", name, ".status" + path);
    }

    private static String manifest(String name, String sparkVersion) {
        return "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nmetadata: {name: "
                + name
                + "}\nspec:\n"
                + spec(sparkVersion);
    }

    private static String spec(String sparkVersion) {
        return """
          sparkVersion: %s
          sparkConf:
            spark.driver.defaultJavaOptions: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
            spark.executor.defaultJavaOptions: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
          driver:
            coreRequest: 100m
            memory: 512m
            configMaps: [{name: programs, path: /opt/programs}]
            env: [{name: DAY, value: monday}]
          executor: {coreRequest: 100m, memory: 512m, instances: 1}
        """
                .formatted(sparkVersion);
    }

    private static String program(String name) {
        return "  type: Python\n  mainApplicationFile: local:///opt/programs/" + name + ".py\n";
    }
}
