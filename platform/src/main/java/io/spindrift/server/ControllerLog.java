package io.spindrift.server;

import io.spindrift.http.PlatformLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// The newest of what the platform logs, by the cluster that it is about: the one that a line
/// names, else the one of its application. In memory, and bounded by lines and their lengths.
///
/// Whoever logs only puts the line into a queue: which cluster has its application is asked later,
/// when no lock of theirs is held. Thread-safe.
final class ControllerLog implements AutoCloseable {
    static final int LINES_A_CLUSTER = 1000;
    static final int LINES_WAITING = 5000;
    private static final int CLUSTERS = 1000;
    private static final int LONGEST_MESSAGE = 2000;
    private static final int LONGEST_ERROR = 4000;

    private final Logger logger;
    private final ClusterOf clusterOf;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Handler handler = new Ear();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogRecord> waiting = new ArrayDeque<>();
    private final ReentrantLock sorting = new ReentrantLock();
    private final Map<String, Deque<PlatformLine>> lines = new LinkedHashMap<>();

    /// Which cluster has an application.
    @FunctionalInterface
    interface ClusterOf {
        /// @param named the cluster that a line named beside it, which is no proof: sentences of
        ///   others stand in lines
        Optional<String> app(String appId, @Nullable String named);
    }

    ControllerLog(Logger logger, ClusterOf clusterOf) {
        this.logger = logger;
        this.clusterOf = clusterOf;
        logger.addHandler(handler);
    }

    /// The newest first.
    List<PlatformLine> of(String clusterId) {
        sort();
        sorting.lock();
        try {
            Deque<PlatformLine> found = lines.get(clusterId);
            return found == null ? List.of() : new ArrayList<>(found).reversed();
        } finally {
            sorting.unlock();
        }
    }

    /// To be called now and then, so that none is lost.
    void sort() {
        sorting.lock();
        try {
            for (LogRecord log : taken()) {
                PlatformLine line = shortened(LogRecords.line(log, formatter.formatMessage(log)));
                String cluster = cluster(line);
                if (cluster != null) {
                    put(cluster, line);
                }
            }
        } finally {
            sorting.unlock();
        }
    }

    private List<LogRecord> taken() {
        lock.lock();
        try {
            List<LogRecord> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String cluster(PlatformLine line) {
        String named = line.fields().get("cluster");
        String app = line.fields().get("appId");
        return app == null ? named : clusterOf.app(app, named).orElse(null);
    }

    private void put(String cluster, PlatformLine line) {
        Deque<PlatformLine> its = lines.get(cluster);
        if (its == null) {
            its = new ArrayDeque<>();
            lines.put(cluster, its);
            if (lines.size() > CLUSTERS) {
                lines.remove(lines.keySet().iterator().next());
            }
        }
        its.addLast(line);
        if (its.size() > LINES_A_CLUSTER) {
            its.removeFirst();
        }
    }

    private static PlatformLine shortened(PlatformLine line) {
        String error = line.error();
        return new PlatformLine(
                line.at(),
                line.level(),
                line.logger(),
                shortened(line.message(), LONGEST_MESSAGE),
                line.fields(),
                error == null ? null : shortened(error, LONGEST_ERROR));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /// Hears no more.
    @Override
    public void close() {
        logger.removeHandler(handler);
    }

    private final class Ear extends Handler {
        @Override
        public void publish(LogRecord log) {
            if (!isLoggable(log)) {
                return;
            }
            lock.lock();
            try {
                waiting.addLast(log);
                if (waiting.size() > LINES_WAITING) {
                    waiting.removeFirst();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
