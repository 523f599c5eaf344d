package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.ObservedConfig;
import io.spindrift.observe.DriverObserver;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.OtherDriver;
import io.spindrift.runtime.kube.pod.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is seen of drivers that others started, and the applications made of it.
final class OtherDriversTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T01:00:05Z");

    @Test
    void driverThatRuns_isAnApplicationThatRuns() {
        OtherDriver driver = read(running(Map.of())).orElseThrow();
        assertThat(driver.startedBy()).isEqualTo("spark-submit");
        assertThat(driver.exit()).isNull();
        Application app = application(driver);
        assertThat(app.state()).isEqualTo(AppState.RUNNING);
        assertThat(app.startedAt()).contains(BEGAN);
        assertThat(app.observed()).isTrue();
        assertThat(app.spec().sparkVersion()).isEqualTo("4.1.0");
        assertThat(app.spec().labels()).containsEntry("started-by", "spark-submit");
        assertThat(application(driver)).as("the same of the same").isEqualTo(app);
    }

    @Test
    void operators_andNotebooks_areTold() {
        assertThat(startedBy("sparkoperator.k8s.io/app-name", "etl")).isEqualTo("spark-operator");
        assertThat(startedBy("spark.operator/name", "x")).isEqualTo("spark-operator");
        assertThat(startedBy("kernel_id", "x")).isEqualTo("notebook");
    }

    @Test
    void end_isThatOfSparksOwnContainer() {
        assertThat(application(read(ended(0)).orElseThrow()).state()).isEqualTo(AppState.COMPLETED);
        Application failed = application(read(ended(1)).orElseThrow());
        assertThat(failed.state()).isEqualTo(AppState.FAILED);
        assertThat(failed.progress().failure()).contains("exit code 1 (Error)");
    }

    @Test
    void podThatIsGone_hasEndedUnseen() {
        OtherDriver driver = read(running(Map.of())).orElseThrow();
        Exit exit = driver.gone(BEGAN.plusSeconds(9)).exit();
        assertThat(exit).isNotNull();
        OtherDriver over = read(ended(0)).orElseThrow();
        assertThat(over.gone(BEGAN.plusSeconds(9))).isEqualTo(over);
    }

    @Test
    void ours_andWhatTellsNoId_areNotSeen() {
        assertThat(read(running(Map.of(Labels.MANAGED_BY, Labels.MANAGER)))).isEmpty();
        Pod nameless = running(Map.of());
        nameless.getMetadata().getLabels().remove(Labels.SPARK_APP_ID);
        assertThat(read(nameless)).isEmpty();
    }

    @Test
    void namespaces_thatAreGivenAndTaken_areLookedAtMeanwhile() {
        FakeCluster cluster = new FakeCluster();
        cluster.put(in("team-a", "spark-1"));
        cluster.put(in("team-b", "spark-2"));
        OtherDrivers drivers = new OtherDrivers(cluster, () -> BEGAN);
        assertThat(ids(drivers, "team-a")).containsExactly("spark-1");
        assertThat(ids(drivers, "team-a", "team-b"))
                .containsExactlyInAnyOrder("spark-1", "spark-2");
        assertThat(ids(drivers, "team-a")).containsExactly("spark-1");
        cluster.unseen.add("team-b");
        assertThat(drivers.seen(List.of("team-a", "team-b")).orElseThrow().namespaces())
                .as("what is not known yet")
                .containsExactly("team-a");
        assertThat(drivers.seen(List.of("team-b"))).as("unlike the first").isEmpty();
    }

    private static List<String> ids(OtherDrivers drivers, String... namespaces) {
        return drivers.seen(List.of(namespaces)).orElseThrow().drivers().stream()
                .map(OtherDriver::sparkAppId)
                .toList();
    }

    private static Pod in(String namespace, String id) {
        return pod().editMetadata()
                .withNamespace(namespace)
                .withName(id)
                .withUid(id)
                .addToLabels(Labels.SPARK_APP_ID, id)
                .endMetadata()
                .build();
    }

    private static Optional<OtherDriver> read(Pod pod) {
        return OtherDrivers.read(pod);
    }

    private static Application application(OtherDriver driver) {
        return DriverObserver.application(
                new AppKey("kube-observed", "spark-1"),
                driver,
                ObservedConfig.of(driver.sparkVersion(), Map.of(), ""),
                null);
    }

    private static String startedBy(String label, String value) {
        return read(running(Map.of(label, value))).orElseThrow().startedBy();
    }

    private static Pod running(Map<String, String> labels) {
        return pod().editMetadata()
                .addToLabels(labels)
                .endMetadata()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("spark-kubernetes-driver")
                .withNewState()
                .withNewRunning(BEGAN.toString())
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Pod ended(int code) {
        return pod().withNewStatus()
                .addNewContainerStatus()
                .withName("sidecar")
                .withNewState()
                .withNewRunning(BEGAN.toString())
                .endState()
                .endContainerStatus()
                .addNewContainerStatus()
                .withName("spark-kubernetes-driver")
                .withNewState()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(code == 0 ? "Completed" : "Error")
                .withStartedAt(BEGAN.toString())
                .withFinishedAt("2026-11-22T01:01:00Z")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("etl-driver")
                .withNamespace("team-a")
                .withCreationTimestamp("2026-11-22T01:00:00Z")
                .addToLabels(Labels.SPARK_APP_ID, "spark-1")
                .addToLabels(Labels.SPARK_ROLE, Labels.DRIVER)
                .addToLabels(Labels.SPARK_APP_NAME, "etl")
                .addToLabels(Labels.SPARK_VERSION, "4.1.0")
                .endMetadata();
    }
}
