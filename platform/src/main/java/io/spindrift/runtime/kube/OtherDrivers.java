package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.OtherDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Drivers that are not ours, seen by the labels that Spark gives its pods.
final class OtherDrivers {
    private static final String KUBEFLOW = "sparkoperator.k8s.io/";
    private static final String APACHE = "spark.operator/name";
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /// More are not looked at.
    private static final int MOST = 5000;

    private final KubeApi api;
    private final String namespace;
    private final InstantSource clock;
    private final Map<String, OtherDriver> drivers = new ConcurrentHashMap<>();
    private final Map<String, Instant> gone = new ConcurrentHashMap<>();
    private KubeApi.@Nullable PodWatch watch;

    OtherDrivers(KubeParts parts) {
        this.api = parts.api();
        this.namespace = parts.settings().namespace();
        this.clock = parts.clock();
    }

    /// Empty until they have been seen, which begins now; those that went stay for a minute.
    synchronized Optional<List<OtherDriver>> seen() {
        KubeApi.PodWatch on = watch;
        if (on == null) {
            on = api.watch(namespace, Labels.SPARK_ROLE, Labels.DRIVER, this::see);
            watch = on;
        }
        if (!on.synced()) {
            return Optional.empty();
        }
        Instant since = clock.instant().minus(REMEMBERED);
        gone.forEach((pod, at) -> {
            if (at.isBefore(since) && gone.remove(pod, at)) {
                drivers.remove(pod);
            }
        });
        return Optional.of(List.copyOf(drivers.values()));
    }

    private void see(Pod pod, boolean left) {
        ObjectMeta about = pod.getMetadata();
        OtherDriver driver = read(pod).orElse(null);
        if (driver == null || (drivers.size() >= MOST && !drivers.containsKey(about.getUid()))) {
            return;
        }
        if (left) {
            Instant now = clock.instant();
            gone.put(about.getUid(), now);
            drivers.put(about.getUid(), driver.gone(now));
        } else {
            drivers.put(about.getUid(), driver);
        }
    }

    /// Empty for what is ours, or tells no id.
    static Optional<OtherDriver> read(Pod pod) {
        ObjectMeta about = pod.getMetadata();
        Map<String, String> labels = Objects.requireNonNullElse(about.getLabels(), Map.of());
        String id = labels.get(Labels.SPARK_APP_ID);
        if (id == null || Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))) {
            return Optional.empty();
        }
        ContainerStatus status = container(pod.getStatus());
        ContainerState state = status == null ? null : status.getState();
        return Optional.of(
                new OtherDriver(
                        id,
                        about.getNamespace(),
                        about.getName(),
                        labels.getOrDefault(Labels.SPARK_APP_NAME, about.getName()),
                        labels.getOrDefault(Labels.SPARK_VERSION, ""),
                        startedBy(labels),
                        labels.get(KUBEFLOW + "scheduled-app-name"),
                        Instant.parse(about.getCreationTimestamp()),
                        startedAt(state),
                        exit(pod.getStatus(), state)));
    }

    private static String startedBy(Map<String, String> labels) {
        if (labels.containsKey(KUBEFLOW + "app-name")
                || labels.containsKey(KUBEFLOW + "launched-by-spark-operator")
                || labels.containsKey(APACHE)) {
            return "spark-operator";
        }
        boolean notebook =
                labels.containsKey("kernel_id")
                        || "enterprise-gateway".equals(labels.get("app"))
                        || "jupyter".equals(labels.get("app"));
        return notebook ? "notebook" : "spark-submit";
    }

    /// Spark's own container: called so, else the first.
    private static @Nullable ContainerStatus container(@Nullable PodStatus status) {
        if (status == null || status.getContainerStatuses().isEmpty()) {
            return null;
        }
        return status.getContainerStatuses().stream()
                .filter(each -> each.getName().startsWith("spark-kubernetes-driver"))
                .findFirst()
                .orElse(status.getContainerStatuses().getFirst());
    }

    private static @Nullable Instant startedAt(@Nullable ContainerState state) {
        if (state == null) {
            return null;
        }
        if (state.getRunning() != null) {
            return Instant.parse(state.getRunning().getStartedAt());
        }
        ContainerStateTerminated end = state.getTerminated();
        return end == null || end.getStartedAt() == null ? null : Instant.parse(end.getStartedAt());
    }

    private static @Nullable Exit exit(@Nullable PodStatus status, @Nullable ContainerState state) {
        ContainerStateTerminated end = state == null ? null : state.getTerminated();
        if (end == null || end.getFinishedAt() == null || status == null) {
            return null;
        }
        int code = end.getExitCode();
        boolean well = code == 0;
        String why = Objects.requireNonNullElse(status.getReason(), end.getReason());
        return new Exit(
                Instant.parse(end.getFinishedAt()),
                code,
                well ? ExitReason.COMPLETED : ExitReason.FAILED,
                well
                        ? "its driver ended"
                        : "its driver ended with exit code " + code + " (" + why + ")");
    }

    synchronized void close() {
        if (watch != null) {
            watch.close();
            watch = null;
            drivers.clear();
            gone.clear();
        }
    }
}
