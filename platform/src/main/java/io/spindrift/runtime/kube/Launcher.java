package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchHinderedException;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.kube.pod.DriverResources;
import io.spindrift.runtime.kube.pod.Labels;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes the objects of an attempt: what the pod needs, the pod, and then the pod the owner of the
/// rest. Each is made once: repeating it after a crash between any two requests ends in the same
/// objects, and one of another's making is never taken for ours.
final class Launcher {
    /// Waits between tries of one request that the API server had no time for. Few and short: the
    /// launch as a whole is ordered again.
    private static final long[] WAITS_MILLIS = {200, 600};

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;

    private final KubeApi api;
    private final Pause pause;

    Launcher(KubeApi api, Pause pause) {
        this.api = api;
        this.pause = pause;
    }

    /// Lets time pass.
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /// @return the driver's pod as it is
    /// @throws LaunchRefusedException when it will never work
    /// @throws LaunchHinderedException when a quota has to be free of others first
    /// @throws ApiTroubleException when it may work later
    Pod make(DriverResources resources) {
        resources.shared().forEach(this::share);
        for (HasMetadata object : resources.beforeDriver()) {
            getOrCreate(object);
        }
        return getOrCreate(resources.driver());
    }

    /// What several runs use is made by the first. One that is there serves if it says the same,
    /// whoever made it.
    private void share(HasMetadata object) {
        if (create(object).isPresent()) {
            return;
        }
        Map<String, String> wanted = annotations(object);
        Map<String, String> there =
                request("read " + named(object), () -> api.find(object))
                        .map(Launcher::annotations)
                        .orElse(wanted);
        if (!there.entrySet().containsAll(wanted.entrySet())) {
            throw new LaunchRefusedException(
                    named(object)
                            + " is there already, with other annotations than "
                            + wanted
                            + "; annotate it so, or name another by serviceAccountName");
        }
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }

    private <T extends HasMetadata> Optional<T> create(T object) {
        return request(
                "make " + named(object),
                () -> {
                    try {
                        return Optional.of(api.create(object));
                    } catch (KubernetesClientException e) {
                        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    private <T extends HasMetadata> T getOrCreate(T object) {
        Optional<T> made = create(object);
        if (made.isPresent()) {
            return made.get();
        }
        T there =
                request("read " + named(object), () -> api.find(object))
                        .orElseThrow(() ->
                                new ApiTroubleException(
                                        named(object) + " was there, and is not any more"));
        if (!Labels.launch(object).equals(Labels.launch(there))) {
            throw new LaunchRefusedException(
                    named(object)
                            + " is there already, and was not made for this application; remove it,"
                            + " or submit under another id");
        }
        return there;
    }

    private <T> T request(String doing, Request<T> request) {
        for (int tried = 0; ; tried++) {
            try {
                return request.ask();
            } catch (KubernetesClientException e) {
                boolean busy = e.getCode() == TOO_MANY || e.getCode() >= 500;
                if (!busy || tried == WAITS_MILLIS.length) {
                    throw failure(doing, e);
                }
                await(WAITS_MILLIS[tried]);
            }
        }
    }

    private void await(long millis) {
        try {
            pause.millis(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiTroubleException("interrupted");
        }
    }

    static RuntimeException failure(String doing, KubernetesClientException e) {
        String said = ApiWords.of(e);
        String sentence = "the API server does not let us " + doing + ": " + said;
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    said.contains("exceeded quota") && !Quotas.everTooSmall(said)
                            ? new LaunchHinderedException(
                                    ExitReason.QUOTA, "no room in the quota: " + said, e)
                            : new LaunchRefusedException(sentence);
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_NOT_FOUND,
                    UNPROCESSABLE ->
                    new LaunchRefusedException(sentence);
            default -> new ApiTroubleException("cannot " + doing + ": " + said, e);
        };
    }

    private static String named(HasMetadata object) {
        return "the %s %s in the namespace %s"
                .formatted(
                        object.getKind(),
                        object.getMetadata().getName(),
                        object.getMetadata().getNamespace());
    }

    private interface Request<T> {
        T ask();
    }
}
