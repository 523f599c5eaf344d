package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.app.FailureClass;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchHinderedException;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.kube.pod.KubeLaunches;
import io.spindrift.runtime.kube.pod.Labels;
import io.spindrift.runtime.kube.pod.Names;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is to be done about an attempt, and what a refusal of the API server means.
final class ChoreTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final LaunchId ID = new LaunchId("etl", 1);

    @TempDir Path folder = Path.of("unset");

    @Test
    void cleanUp_ofWhatIsOverAndForgotten_comesAtOnce_orWhenItsPodsWereKeptLongEnough() {
        assertThat(Chore.of(forgotten(0), true, NOW.plusSeconds(6)))
                .containsExactly(new Chore.CleanUp(ID));
        Attempt kept = forgotten(10);
        assertThat(Chore.of(kept, true, NOW.plusSeconds(599))).isEmpty();
        assertThat(Chore.of(kept, true, NOW.plusSeconds(605)))
                .containsExactly(new Chore.CleanUp(ID));
    }

    /// After a restart its pods are told of a moment later, and what they wrote last is not here.
    @Test
    void cleanUp_beforePodsAreToldOf_waits_butNotForEver() {
        Attempt over = forgotten(0);
        assertThat(Chore.of(over, false, NOW.plusSeconds(6))).isEmpty();
        assertThat(Chore.of(over, false, NOW.plusSeconds(130)))
                .containsExactly(new Chore.CleanUp(ID));
    }

    @Test
    void cleanUp_ofALaunchThatNobodyRepeats_comesAfterTenMinutes_andNotWithoutAView() {
        Attempt planned = Attempt.planned(plan(0), new Records(folder.resolve("planned")));
        assertThat(Chore.of(planned, true, NOW.plusSeconds(600))).isEmpty();
        assertThat(Chore.of(planned, false, NOW.plusSeconds(601))).isEmpty();
        assertThat(Chore.of(planned, true, NOW.plusSeconds(601)))
                .containsExactly(new Chore.CleanUp(ID));
    }

    @Test
    void quota_thatOthersUseUp_isAHindrance_andOneThatIsTooSmallARefusal() {
        RuntimeException used = quota("requested: pods=1, used: pods=2, limited: pods=2");
        assertThat(used).isInstanceOf(LaunchHinderedException.class).hasMessageContaining("pods=2");
        assertThat(((LaunchHinderedException) used).reason()).isEqualTo(ExitReason.QUOTA);
        assertThat(ExitReason.QUOTA.failure()).isEqualTo(FailureClass.QUOTA);
        assertThat(quota("requested: cpu=4, used: cpu=0, limited: cpu=2"))
                .isInstanceOf(LaunchRefusedException.class);
    }

    private static RuntimeException quota(String figures) {
        String said = "pods \"d\" is forbidden: exceeded quota: q, " + figures;
        return Launcher.failure("make it", new KubernetesClientException(said, 403, null));
    }

    /// One whose driver ended five seconds after [#NOW].
    private Attempt forgotten(int keepMinutes) {
        Plan plan = plan(keepMinutes);
        Attempt attempt = Attempt.planned(plan, new Records(folder.resolve("kept" + keepMinutes)));
        Pod driver = KubePods.running(driver(), NOW);
        see(attempt, driver);
        see(attempt, KubePods.ended(driver, 0, "Completed", NOW.plusSeconds(5)));
        attempt.drained(ContainerId.DRIVER);
        attempt.forget();
        return attempt;
    }

    private static void see(Attempt attempt, Pod pod) {
        attempt.see(pod, PodSight.of(pod).orElseThrow(), null, false, NOW.plusSeconds(5));
    }

    private static Pod driver() {
        Launch launch =
                new Launch(
                        ID, KubeLaunches.spec("4.3.0", "local:///pi.jar", List.of()), null, "ada");
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("spark")
                .withName(Names.driverPod(ID))
                .withUid("uid")
                .withLabels(Map.copyOf(Labels.ours(launch, "test")))
                .addToLabels(Labels.SPARK_ROLE, Labels.DRIVER)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private static Plan plan(int keepMinutes) {
        return new Plan(
                ID,
                NOW.toEpochMilli(),
                "spark",
                "digest",
                new Plan.Size(1, 1000, 1408),
                new Plan.Size(1, 1000, 1408),
                Capacity.NONE,
                List.of(),
                keepMinutes);
    }
}
