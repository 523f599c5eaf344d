package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class GangTest {
    private static final LaunchId ID = new LaunchId("etl-1", 2);
    private static final KubeSettings SETTINGS = KubeLaunches.settings("jobs");

    @Test
    void yunikorn_isToldOfDriverAndExecutorsAsTaskGroups() throws Exception {
        DriverResources made = made("yunikorn", "root.etl", "urgent");
        ObjectMeta driver = made.driver().getMetadata();
        assertThat(made.driver().getSpec().getSchedulerName()).isEqualTo("yunikorn");
        assertThat(made.driver().getSpec().getPriorityClassName()).isEqualTo("urgent");
        assertThat(driver.getLabels()).containsEntry("queue", "root.etl");
        assertThat(driver.getAnnotations())
                .containsEntry("yunikorn.apache.org/app-id", "etl-1-2")
                .containsEntry("yunikorn.apache.org/task-group-name", "spark-driver");
        JsonNode groups =
                new ObjectMapper()
                        .readTree(driver.getAnnotations().get("yunikorn.apache.org/task-groups"));
        assertThat(groups.findValuesAsText("name"))
                .containsExactly("spark-driver", "spark-executor");
        assertThat(groups.at("/1/minMember").asInt()).isEqualTo(1);
        assertThat(groups.at("/1/minResource/cpu").asText()).isEqualTo("200m");
        assertThat(groups.at("/1/minResource/memory").asText()).isEqualTo("896Mi");
        assertThat(groups.at("/1/nodeSelector/disk").asText()).isEqualTo("ssd");
        assertThat(properties(made))
                .containsEntry("spark.kubernetes.scheduler.name", "yunikorn")
                .containsEntry("spark.kubernetes.executor.label.queue", "root.etl")
                .containsEntry(
                        "spark.kubernetes.executor.annotation.yunikorn.apache.org/task-group-name",
                        "spark-executor");
        assertThat(made.podGroup()).isEmpty();
    }

    @Test
    void volcano_hasAGroupThatBothBelongTo_andThatGoesWithThem() {
        DriverResources made = made("volcano", "etl", "urgent");
        GenericKubernetesResource group = made.podGroup().orElseThrow();
        assertThat(group.getKind()).isEqualTo("PodGroup");
        assertThat(group.getMetadata().getNamespace()).isEqualTo("jobs");
        assertThat(group.getMetadata().getAnnotations()).containsKey(Labels.LAUNCH);
        assertThat(group.<Object>get("spec"))
                .isEqualTo(
                        Map.of(
                                "minMember",
                                1,
                                "minResources",
                                Map.of("cpu", "400m", "memory", "1792Mi"),
                                "queue",
                                "etl",
                                "priorityClassName",
                                "urgent"));
        String name = group.getMetadata().getName();
        assertThat(made.driver().getMetadata().getAnnotations())
                .containsEntry("scheduling.k8s.io/group-name", name);
        assertThat(properties(made))
                .containsEntry(
                        "spark.kubernetes.executor.annotation.scheduling.k8s.io/group-name", name);
        assertThat(made.beforeDriver()).extracting(HasMetadata::getKind).contains("PodGroup");
    }

    @Test
    void kueue_isToldByLabelsAlone() {
        DriverResources made = made("kueue", "team-a", "urgent");
        assertThat(made.driver().getSpec().getSchedulerName()).isNull();
        assertThat(made.driver().getSpec().getPriorityClassName()).isNull();
        assertThat(made.driver().getMetadata().getLabels())
                .containsEntry("kueue.x-k8s.io/queue-name", "team-a")
                .containsEntry("kueue.x-k8s.io/priority-class", "urgent");
        assertThat(properties(made))
                .containsEntry(
                        "spark.kubernetes.executor.label.kueue.x-k8s.io/queue-name", "team-a");
    }

    @Test
    void whatNoSchedulerTakes_isRefusedByName() {
        ObjectNode pod = KubeLaunches.none();
        pod.putObject("batchScheduler").put("queue", "a b").put("priorityClass", "A_B");
        List<Problem> problems = Refusals.of(spec(pod), SETTINGS, _ -> true);
        assertThat(problems)
                .extracting(Problem::fieldPath)
                .containsExactly(
                        "batchScheduler.name",
                        "batchScheduler.queue",
                        "batchScheduler.priorityClass");
    }

    private static DriverResources made(String name, String queue, String priorityClass) {
        ObjectNode pod = KubeLaunches.none();
        pod.putObject("batchScheduler")
                .put("name", name)
                .put("queue", queue)
                .put("priorityClass", priorityClass);
        AppSpec spec = spec(pod);
        assertThat(Refusals.of(spec, SETTINGS, _ -> true)).isEmpty();
        return DriverResources.of(new Launch(ID, spec, "etl", "ada"), SETTINGS, _ -> "sdr_test");
    }

    private static AppSpec spec(ObjectNode pod) {
        ObjectNode container = KubeLaunches.none();
        container.putObject("nodeSelector").put("disk", "ssd");
        return KubeLaunches.spec("4.3.0", "local:///app.jar", "Probe", List.of(), pod, container);
    }

    private static Map<String, String> properties(DriverResources made) {
        return Objects.requireNonNull(made.properties().getData().get(DriverPod.PROPERTIES))
                .lines()
                .map(line -> line.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0].replace("\\:", ":"),
                                pair -> pair[1].replace("\\:", ":")));
    }
}
