package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.ExecutorCount;
import io.spindrift.app.PodSettings;
import io.spindrift.app.RestartPolicy;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.DriverResources;
import io.spindrift.runtime.kube.pod.KubeSettings;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the API server what it would say to the driver of a small application: its objects pass all
/// checks, policies and webhooks, and none is kept (`dryRun=All`). So a policy that refuses drivers
/// is known before an application is refused; and the first application, whose way is then known,
/// does not wait a second longer than the others. Thread-safe.
final class Rehearsal {
    private static final String NAME = "spindrift-rehearsal";

    /// Admission does not depend on it.
    private static final String SPARK = "4.3.0";

    private static final int MEMORY_MIB = 512;
    private static final int OVERHEAD_MIB = 384;
    private static final int UNPROCESSABLE = 422;

    /// What was admitted is not asked for on each look.
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final KubeSettings settings;
    private final InstantSource clock;
    private volatile Instant goodUntil = Instant.MIN;

    Rehearsal(KubernetesClient client, KubeSettings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /// Empty where a driver would be admitted, and where that cannot be told: of a quota that is
    /// used up, or of a webhook that cannot be asked without consequences.
    ///
    /// @throws KubernetesClientException when the API server does not answer
    Optional<String> refusal() {
        if (clock.instant().isBefore(goodUntil)) {
            return Optional.empty();
        }
        for (HasMetadata object : objects()) {
            Optional<String> words = refusal(object);
            if (words.isPresent()) {
                return words.map(this::sentence);
            }
        }
        goodUntil = clock.instant().plus(GOOD_FOR);
        return Optional.empty();
    }

    private Optional<String> refusal(HasMetadata object) {
        try {
            client.resource(object).dryRun(true).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            String said = ApiWords.of(e);
            if (against(e.getCode(), said)) {
                return Optional.of(said);
            }
            if (e.getCode() == 0 || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Whether it speaks against the driver itself. 400 is said of webhooks that know no dry run.
    static boolean against(int code, String said) {
        return switch (code) {
            case UNPROCESSABLE -> true;
            case HttpURLConnection.HTTP_FORBIDDEN -> !said.contains("exceeded quota");
            case HttpURLConnection.HTTP_INTERNAL_ERROR -> said.contains("failed calling webhook");
            default -> false;
        };
    }

    private String sentence(String said) {
        return ("the cluster would refuse the driver of an application that asks for nothing"
                        + " special: %s; have the policies of the namespace %s allow it, or give"
                        + " applications templates of pods that meet them: sparkConf"
                        + " spark.kubernetes.driver.podTemplateFile and that of executors")
                .formatted(said, settings.namespace());
    }

    private List<HasMetadata> objects() {
        Launch launch = new Launch(new LaunchId(NAME, 1), spec(), null, NAME);
        DriverResources resources = DriverResources.of(launch, settings, _ -> NAME);
        List<HasMetadata> objects = new ArrayList<>(resources.beforeDriver());
        objects.add(resources.driver());
        return objects;
    }

    private static AppSpec spec() {
        ContainerSpec container =
                new ContainerSpec(
                        1,
                        1000,
                        MEMORY_MIB,
                        OVERHEAD_MIB,
                        Map.of(),
                        new PodSettings(null, null, JsonNodeFactory.instance.objectNode()));
        return new AppSpec(
                AppType.JAVA,
                SPARK,
                "local:///opt/spark/rehearsal.jar",
                "Rehearsal",
                List.of(),
                Map.of(),
                Map.of(),
                new AppDeps(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()),
                container,
                container,
                ExecutorCount.fixed(1),
                Map.of(),
                0,
                null,
                RestartPolicy.NEVER,
                JsonNodeFactory.instance.objectNode());
    }
}
