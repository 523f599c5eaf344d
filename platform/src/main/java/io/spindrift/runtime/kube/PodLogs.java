package io.spindrift.runtime.kube;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.log.SegmentedLogs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/// Follows the logs of all containers, each by one stream, so many at once and no more.
/// Thread-safe.
final class PodLogs {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final int MOST_STREAMS = 512;

    private final KubeParts parts;
    private final Board board;
    private final ExecutorService threads;
    private final SegmentedLogs logs;
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

    /// Follows what is there and not followed yet. Called under the board's lock.
    void follow(Attempt attempt) {
        for (PodSight pod : attempt.undrained()) {
            Followed key = new Followed(attempt.plan().id(), pod.container());
            if (followed.size() < MOST_STREAMS && followed.add(key)) {
                try {
                    threads.execute(() -> follow(key, pod));
                } catch (RejectedExecutionException e) {
                    followed.remove(key); // closing: the next process goes on
                }
            }
        }
    }

    private void follow(Followed key, PodSight pod) {
        Path folder = folder(key);
        try {
            if (!LogFollower.done(folder)) {
                new LogFollower(
                                since ->
                                        parts.api()
                                                .log(
                                                        pod.namespace(),
                                                        pod.name(),
                                                        pod.sparkContainer(),
                                                        since),
                                folder,
                                parts.logSegmentBytes(),
                                parts.logSegments(),
                                () -> ended(key),
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
