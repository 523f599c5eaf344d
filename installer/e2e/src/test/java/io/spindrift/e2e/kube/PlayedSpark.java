package io.spindrift.e2e.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Plays Spark in pods of simulated nodes: a driver that runs makes its executors, and after its
/// time ends them and itself. Knows when it saw what, by `System.nanoTime`.
final class PlayedSpark implements AutoCloseable {
    private static final int AT_ONCE = 16;
    static final String APP = "spindrift.io/app-id";
    private static final String ROLE = "spark-role";

    private final KubernetesClient client;
    private final String namespace;
    private final Duration life;
    private final int executors;
    private final Map<String, Set<String>> drivers = new ConcurrentHashMap<>();
    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Map<String, Long> ended = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final Watch watch;

    /// Drivers end no sooner than this is open.
    private volatile CountDownLatch ends = new CountDownLatch(0);

    /// @param life of a driver, from when it is seen running
    /// @param executors that each makes
    PlayedSpark(Space space, Duration life, int executors) {
        this.client = space.client();
        this.namespace = space.namespace();
        this.life = life;
        this.executors = executors;
        this.watch = client.pods().inNamespace(namespace).withLabel(APP).watch(new Seen());
    }

    /// From now on no driver ends, however long it has run.
    void holdEnds() {
        ends = new CountDownLatch(1);
    }

    /// Those end whose time has come, and all others in theirs. Again is no harm.
    void letEnd() {
        ends.countDown();
    }

    /// When the driver's pod was seen first.
    Optional<Long> createdAt(String appId) {
        return Optional.ofNullable(created.get(appId));
    }

    /// When the API server had been told that the driver ended.
    Optional<Long> endedAt(String appId) {
        return Optional.ofNullable(ended.get(appId));
    }

    /// When the driver was seen running.
    Optional<Long> runningAt(String appId) {
        return Optional.ofNullable(running.get(appId));
    }

    /// How many pods there ever were of an application's driver.
    int driversOf(String appId) {
        return drivers.getOrDefault(appId, Set.of()).size();
    }

    List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    private void see(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (!"driver".equals(labels.get(ROLE))) {
            return;
        }
        String app = labels.getOrDefault(APP, "");
        long now = System.nanoTime();
        drivers.computeIfAbsent(app, _ -> ConcurrentHashMap.newKeySet())
                .add(pod.getMetadata().getUid());
        created.putIfAbsent(app, now);
        if ("Running".equals(pod.getStatus().getPhase()) && running.putIfAbsent(app, now) == null) {
            threads.execute(() -> guarded(() -> begin(pod)));
            var _ =
                    timer.schedule(
                            () -> threads.execute(() -> guarded(() -> end(app, pod))),
                            life.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    private void begin(Pod driver) {
        for (int i = 1; i <= executors; i++) {
            client.resource(executor(driver, i)).create();
        }
    }

    private void end(String app, Pod driver) {
        try {
            ends.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the test is over
        }
        for (int i = 1; i <= executors; i++) {
            succeed(executor(driver, i));
        }
        succeed(driver);
        ended.put(app, System.nanoTime());
    }

    /// One that was removed meanwhile has ended, too.
    private void succeed(Pod pod) {
        String container = pod.getSpec().getContainers().getFirst().getName();
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String status =
                """
                {"status": {"phase": "Succeeded", "containerStatuses": [{"name": "%s", "ready": false,
                 "restartCount": 0, "image": "played", "imageID": "", "state": {"terminated":
                 {"exitCode": 0, "reason": "Completed", "startedAt": "%s", "finishedAt": "%s"}}}]}}
                """
                        .formatted(container, startedAt(pod).orElse(at), at);
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), status);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }

    private static Optional<String> startedAt(Pod pod) {
        return Optional.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream().findFirst())
                .map(status -> status.getState().getRunning())
                .map(state -> state.getStartedAt());
    }

    private Pod executor(Pod driver, int number) {
        String name = driver.getMetadata().getName().replaceAll("-driver$", "-exec-" + number);
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(driver.getMetadata().getLabels())
                .addToLabels(Map.of(ROLE, "executor", "spark-exec-id", Integer.toString(number)))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(driver.getMetadata().getName())
                .withUid(driver.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeSelector(driver.getSpec().getNodeSelector())
                .withTolerations(driver.getSpec().getTolerations())
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("spark-kubernetes-executor")
                .withImage("played")
                .withNewResources()
                .addToRequests("cpu", Quantity.parse("1"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        watch.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private final class Seen implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            guarded(() -> see(pod));
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            if (cause != null) {
                guarded(() -> {
                    throw new IllegalStateException("the watch of pods ended", cause);
                });
            }
        }
    }
}
