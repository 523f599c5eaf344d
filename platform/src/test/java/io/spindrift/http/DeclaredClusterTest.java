package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.cluster.KubeCluster;
import io.spindrift.cluster.Registration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeclaredClusterTest {
    private static final String FILE =
            """
            {"id": "here", "inCluster": true, "namespace": "jobs", "imageRepository": "r/spark"}
            """;

    private final Map<String, Registration> registered = new HashMap<>();
    private final List<String> done = new ArrayList<>();
    private final ClusterDesk desk = desk();

    @Test
    void firstStart_registersIt() {
        DeclaredCluster.put(FILE, desk);
        assertThat(done).containsExactly("register here");
        KubeCluster cluster = Objects.requireNonNull(registered.get("here")).cluster();
        assertThat(cluster.access()).isInstanceOf(KubeCluster.Access.InCluster.class);
        assertThat(cluster.namespace()).isEqualTo("jobs");
    }

    @Test
    void laterStart_changesOnlyWhatChanged() {
        DeclaredCluster.put(FILE, desk);
        DeclaredCluster.put(FILE, desk);
        DeclaredCluster.put(FILE.replace("jobs", "others"), desk);
        assertThat(done).containsExactly("register here", "change here");
        assertThat(Objects.requireNonNull(registered.get("here")).cluster().namespace())
                .isEqualTo("others");
    }

    @Test
    void wrongFile_isRefusedWithAllThatIsWrong() {
        assertThatThrownBy(() -> DeclaredCluster.put("{\"id\": \"Here\"}", desk))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'id'")
                .hasMessageContaining("'imageRepository'");
        assertThatThrownBy(() -> DeclaredCluster.put("{", desk))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is no JSON");
    }

    /// Knows registrations; what else a desk does is not asked of it.
    private ClusterDesk desk() {
        InvocationHandler handler =
                (proxy, method, words) -> {
                    if (method.getName().equals("registered")) {
                        return Optional.ofNullable(registered.get(words[0]));
                    }
                    Registration given = (Registration) words[0];
                    registered.put(given.cluster().clusterId(), given);
                    done.add(method.getName() + " " + given.cluster().clusterId());
                    return null;
                };
        return (ClusterDesk)
                Proxy.newProxyInstance(
                        ClusterDesk.class.getClassLoader(),
                        new Class<?>[] {ClusterDesk.class},
                        handler);
    }
}
