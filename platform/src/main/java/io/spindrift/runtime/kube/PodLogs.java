package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.log.SegmentedLogs;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/// Follows the logs of all containers, each by one stream, so many at once and no more.
/// Thread-safe.
final class PodLogs {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final int MOST_STREAMS = 512;

    /// A kubelet that is only started again is back within this time.
    private static final Duration SILENCE_PASSES = Duration.ofSeconds(20);

    private final KubeParts parts;
    private final Board board;
    private final ExecutorService threads;
    private final SegmentedLogs logs;
    private final Kubelets kubelets = new Kubelets();
    private final Set<Followed> followed = ConcurrentHashMap.newKeySet();

    private record Followed(LaunchId id, ContainerId container) {}

    PodLogs(KubeParts parts, Board board, ExecutorService threads) {
        this.parts = parts;
        this.board = board;
        this.threads = threads;
        this.logs =
                new SegmentedLogs(
                        parts.folder().resolve("logs"), parts.logSegmentBytes(), this::live);
    }

    SegmentedLogs logs() {
        return logs;
    }

    /// Follows what is there and not followed yet. What ended on a node that gives no logs is given
    /// up soon. Called under the board's lock.
    void follow(Attempt attempt) {
        Instant now = parts.clock().instant();
        for (Attempt.Writer writer : attempt.undrained()) {
            Followed key = new Followed(attempt.plan().id(), writer.id());
            String node = writer.pod().node();
            if (kubelets.silent(node) && attempt.endedBy(writer.id(), now.minus(SILENCE_PASSES))) {
                attempt.drained(writer.id());
            } else if (followed.size() < MOST_STREAMS
                    && !followed.contains(key)
                    && kubelets.mayAsk(node, now)
                    && followed.add(key)) {
                try {
                    threads.execute(() -> follow(key, writer));
                } catch (RejectedExecutionException e) {
                    followed.remove(key); // closing: the next process goes on
                }
            }
        }
    }

    private void follow(Followed key, Attempt.Writer writer) {
        Path folder = folder(key);
        try {
            if (!LogFollower.done(folder)) {
                new LogFollower(
                                since -> open(writer, since),
                                folder,
                                parts.logSegmentBytes(),
                                parts.logSegments(),
                                () -> ended(key),
                                () -> kubelets.silent(writer.pod().node()),
                                parts.clock(),
                                parts.pause())
                        .run();
            }
            if (LogFollower.done(folder)) {
                board.change(key.id(), attempt -> attempt.drained(key.container()));
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot follow a log, will be tried again app=%s attempt=%d container=%s"
                            .formatted(key.id().appId(), key.id().attempt(), key.container()),
                    e);
        } finally {
            followed.remove(key);
        }
    }

    private InputStream open(Attempt.Writer writer, Instant since) {
        PodSight pod = writer.pod();
        try {
            InputStream log = parts.api().log(pod.namespace(), pod.name(), writer.name(), since);
            kubelets.answered(pod.node());
            return log;
        } catch (KubernetesClientException e) {
            if (e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                kubelets.failed(pod.node(), parts.clock().instant());
            }
            throw e;
        }
    }

    private boolean ended(Followed key) {
        return board.read(key.id(), attempt -> attempt.ended(key.container())).orElse(true);
    }

    private boolean live(LaunchId id, ContainerId container) {
        return board.read(
                        id,
                        attempt ->
                                !attempt.ended(container)
                                        || followed.contains(new Followed(id, container)))
                .orElse(false);
    }

    private Path folder(Followed key) {
        return logs.folder(key.id()).resolve(key.container().name());
    }
}
