package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.ExecutorCount;
import io.spindrift.app.PodSettings;
import io.spindrift.app.RestartPolicy;
import java.util.List;
import java.util.Map;

/// Launches as tests need them: one driver and one executor, small.
public final class KubeLaunches {
    private KubeLaunches() {}

    public static KubeSettings settings(String namespace) {
        return new KubeSettings(
                "test",
                namespace,
                "spindrift-spark",
                "localhost:5000/spindrift/spark",
                "http://10.0.0.1:8480",
                null,
                false);
    }

    public static AppSpec spec(String version, String file, List<String> arguments) {
        return spec(
                version, file, "Probe", arguments, JsonNodeFactory.instance.objectNode(), none());
    }

    public static AppSpec spec(
            String version,
            String file,
            String mainClass,
            List<String> arguments,
            ObjectNode pod,
            ObjectNode container) {
        return spec(version, file, mainClass, arguments, Map.of(), pod, container);
    }

    public static AppSpec spec(
            String version,
            String file,
            String mainClass,
            List<String> arguments,
            Map<String, String> conf,
            ObjectNode pod,
            ObjectNode container) {
        return new AppSpec(
                AppType.JAVA,
                version,
                file,
                mainClass,
                arguments,
                conf,
                Map.of(),
                new AppDeps(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()),
                container(container),
                container(container),
                ExecutorCount.fixed(1),
                Map.of(),
                0,
                null,
                RestartPolicy.NEVER,
                pod);
    }

    public static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ContainerSpec container(ObjectNode rest) {
        return new ContainerSpec(1, 200, 512, 384, Map.of(), new PodSettings(null, null, rest));
    }
}
