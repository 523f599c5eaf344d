package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.OtherDriver;
import io.spindrift.runtime.kube.pod.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Drivers that are not ours, seen by the labels that Spark gives its pods, in the namespaces that
/// were given to the cluster.
final class OtherDrivers {
    private static final String KUBEFLOW = "sparkoperator.k8s.io/";
    private static final String APACHE = "spark.operator/name";
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /// More are not looked at.
    private static final int MOST = 5000;

    private final KubeApi api;
    private final InstantSource clock;
    private final Map<String, OtherDriver> drivers = new ConcurrentHashMap<>();
    private final Map<String, Instant> gone = new ConcurrentHashMap<>();
    private final Map<String, Watch> watches = new HashMap<>();
    private final Object told = new Object();

    /// Of one namespace. What it still tells once it was closed is passed over.
    private final class Watch implements KubeApi.PodListener {
        private KubeApi.@Nullable PodWatch pods;
        private boolean closed;

        synchronized void open(String namespace) {
            pods = api.watch(namespace, Labels.SPARK_ROLE, Labels.DRIVER, this);
        }

        synchronized boolean synced() {
            return pods != null && pods.synced();
        }

        @Override
        public void seen(Pod pod, boolean left) {
            synchronized (told) {
                if (!closed) {
                    see(pod, left);
                }
            }
        }

        void close() {
            synchronized (told) {
                closed = true;
            }
            synchronized (this) {
                if (pods != null) {
                    pods.close();
                }
            }
        }
    }

    OtherDrivers(KubeApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /// Empty until they have been seen, which begins now; those that went stay for a minute.
    ///
    /// @param namespaces to look at from now on, the first of which is not done without
    synchronized Optional<Declarations.Others> seen(List<String> namespaces) {
        leaveOthers(Set.copyOf(namespaces));
        for (String namespace : namespaces) {
            if (!watches.containsKey(namespace)) {
                Watch watch = new Watch();
                watch.open(namespace);
                watches.put(namespace, watch);
            }
        }
        Watch own = watches.get(namespaces.getFirst());
        if (own == null || !own.synced()) {
            return Optional.empty();
        }
        Set<String> known =
                watches.entrySet().stream()
                        .filter(each -> drivers.size() < MOST && each.getValue().synced())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        forgetGone(clock.instant().minus(REMEMBERED));
        return Optional.of(new Declarations.Others(List.copyOf(drivers.values()), known));
    }

    private void forgetGone(Instant since) {
        gone.forEach((pod, at) -> {
            if (at.isBefore(since) && gone.remove(pod, at)) {
                drivers.remove(pod);
            }
        });
    }

    private void leaveOthers(Set<String> namespaces) {
        watches.entrySet()
                .removeIf(each -> {
                    boolean left = !namespaces.contains(each.getKey());
                    if (left) {
                        each.getValue().close();
                        drivers.values()
                                .removeIf(driver -> driver.namespace().equals(each.getKey()));
                    }
                    return left;
                });
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
        leaveOthers(Set.of());
        drivers.clear();
        gone.clear();
    }
}
