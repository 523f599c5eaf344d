package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.kube.pod.KubeLaunches;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The application has a driver and an executor, of 200m and 896 MiB each.
final class NamespaceRulesTest {
    private static final AppSpec SPEC =
            KubeLaunches.spec("4.3.0", "local:///app.jar", List.of("1"));

    @Test
    void namespaceWithoutRules_isNoBound() {
        assertThat(NamespaceRules.NONE.problems(SPEC, "jobs")).isEmpty();
        assertThat(NamespaceRules.of(List.of(), List.of()).quotas()).isEmpty();
    }

    @Test
    void quota_leavesUsWhatOthersDoNotUse() {
        NamespaceRules rules =
                NamespaceRules.of(
                        List.of(
                                quota(
                                        Map.of("requests.cpu", "4", "pods", "10"),
                                        Map.of("requests.cpu", "2500m", "pods", "6")),
                                quota(Map.of("memory", "8Gi"), Map.of("memory", "1Gi"))),
                        List.of());
        Share ours = new Share(new Capacity(1500, 1024), 4);
        assertThat(rules.left(ours)).isEqualTo(new Share(new Capacity(3000, 8192), 8));
    }

    @Test
    void quotaThatIsSmallerThanTheApplicationAlone_isSaidAtOnce() {
        NamespaceRules rules =
                NamespaceRules.of(
                        List.of(quota(Map.of("cpu", "300m", "pods", "1"), Map.of())), List.of());
        assertThat(rules.problems(SPEC, "jobs"))
                .containsExactly(
                        new Problem(
                                "DOES_NOT_FIT",
                                "the quota q of the namespace jobs is too small for driver and"
                                        + " executors: they ask for 400m of CPU, and it has 300,"
                                        + " they ask for 2 pods, and it has 1",
                                "executor"));
    }

    @Test
    void quotaOfOtherPods_concernsUsNot() {
        ResourceQuota quota = quota(Map.of("pods", "0"), Map.of());
        quota.getSpec().setScopes(List.of("Terminating"));
        assertThat(NamespaceRules.of(List.of(quota), List.of()).quotas()).isEmpty();
    }

    @Test
    void quotaOfLimits_wantsLimits_unlessALimitRangeGivesThem() {
        List<ResourceQuota> quotas = List.of(quota(Map.of("limits.cpu", "10"), Map.of()));
        assertThat(NamespaceRules.of(quotas, List.of()).problems(SPEC, "jobs"))
                .extracting(Problem::fieldPath)
                .containsExactly("driver.coreLimit");
        LimitRange given = range(Map.of("cpu", "2"), Map.of());
        assertThat(NamespaceRules.of(quotas, List.of(given)).problems(SPEC, "jobs")).isEmpty();
    }

    @Test
    void limitRange_thatAContainerIsOutsideOf_isSaidAtOnce() {
        NamespaceRules rules =
                NamespaceRules.of(
                        List.of(),
                        List.of(range(Map.of("memory", "512Mi"), Map.of("cpu", "250m"))));
        List<Problem> problems = rules.problems(SPEC, "jobs");
        assertThat(problems)
                .extracting(Problem::fieldPath)
                .containsExactly(
                        "driver.coreRequest",
                        "driver.memory",
                        "executor.coreRequest",
                        "executor.memory");
        assertThat(problems.getFirst().message())
                .isEqualTo(
                        "it asks for 200m, and a limit range of the namespace jobs lets a container"
                                + " have at least 250m");
    }

    private static ResourceQuota quota(Map<String, String> hard, Map<String, String> used) {
        ResourceQuotaBuilder quota =
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("q")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .endStatus();
        hard.forEach((name, amount) ->
                quota.editSpec().addToHard(name, Quantity.parse(amount)).endSpec());
        used.forEach((name, amount) ->
                quota.editStatus().addToUsed(name, Quantity.parse(amount)).endStatus());
        return quota.build();
    }

    private static LimitRange range(Map<String, String> most, Map<String, String> least) {
        LimitRangeBuilder range = new LimitRangeBuilder();
        range.withNewSpec().addNewLimit().withType("Container").endLimit().endSpec();
        most.forEach((name, amount) ->
                range.editSpec()
                        .editFirstLimit()
                        .addToMax(name, Quantity.parse(amount))
                        .endLimit()
                        .endSpec());
        least.forEach((name, amount) ->
                range.editSpec()
                        .editFirstLimit()
                        .addToMin(name, Quantity.parse(amount))
                        .endLimit()
                        .endSpec());
        return range.build();
    }
}
