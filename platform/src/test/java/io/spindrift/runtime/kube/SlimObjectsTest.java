package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SlimObjectsTest {
    private final KubernetesSerialization slim =
            new KubernetesSerialization(new ObjectMapper().registerModule(new SlimObjects()), true);

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("etl-1-driver")
                .withUid("u1")
                .withLabels(Map.of("a", "b"))
                .withManagedFields(new ManagedFieldsEntry())
                .endMetadata()
                .withNewSpec()
                .withNodeName("node1")
                .withServiceAccountName("spark")
                .addNewContainer()
                .withName("spark-kubernetes-driver")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    @Test
    void read_pod_hasWhatIsAskedForAlone() {
        Pod read = slim.unmarshal(slim.asJson(pod()), Pod.class);
        assertThat(read.getMetadata().getUid()).isEqualTo("u1");
        assertThat(read.getMetadata().getLabels()).containsEntry("a", "b");
        assertThat(read.getMetadata().getManagedFields()).isEmpty();
        assertThat(read.getSpec().getNodeName()).isEqualTo("node1");
        assertThat(read.getSpec().getContainers()).isEmpty();
        assertThat(read.getSpec().getServiceAccountName()).isNull();
        assertThat(read.getSpec().getAdditionalProperties()).isEmpty();
        assertThat(read.getStatus().getPhase()).isEqualTo("Running");
    }

    @Test
    void read_podOfAWatch_isSlimToo() {
        String event = "{\"type\": \"ADDED\", \"object\": " + slim.asJson(pod()) + "}";
        Pod read = (Pod) slim.unmarshal(event, WatchEvent.class).getObject();
        assertThat(read.getSpec().getNodeName()).isEqualTo("node1");
        assertThat(read.getSpec().getContainers()).isEmpty();
    }

    @Test
    void write_pod_isWhole() {
        assertThat(slim.asJson(pod()))
                .contains("spark-kubernetes-driver", "serviceAccountName", "managedFields");
    }
}
