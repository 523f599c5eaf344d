package io.spindrift.server;

import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has attempts launched beside the beat, some at once and the others in turn: a launch that takes
/// its time holds up neither what is seen of the others nor an order to end them. One that goes on
/// is not begun again. How each went is told to the next beat.
final class Launches implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Launches.class.getName());
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final ClusterRuntime runtime;
    private final Runnable nudge;
    private final ExecutorService threads;
    private final Set<LaunchId> going = ConcurrentHashMap.newKeySet();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    /// @param failure null when it was launched
    record Outcome(LaunchId id, @Nullable RuntimeException failure) {}

    /// @param atOnce how many launches go on at the same time
    /// @param nudge called when something was launched, and nothing more is
    Launches(ClusterRuntime runtime, int atOnce, Runnable nudge) {
        this.runtime = runtime;
        this.nudge = nudge;
        this.threads =
                Executors.newFixedThreadPool(
                        atOnce, Thread.ofVirtual().name("launch-", 0).factory());
    }

    /// Does nothing while this attempt is being launched already.
    ///
    /// @param launch asked for when its turn comes; empty when it is not wanted any more
    void order(LaunchId id, Supplier<Optional<Launch>> launch) {
        if (!going.add(id)) {
            return;
        }
        try {
            threads.execute(() -> run(id, launch));
        } catch (RejectedExecutionException e) {
            going.remove(id); // closing: the next process goes on
        }
    }

    /// Those that ended since this was asked last.
    List<Outcome> outcomes() {
        List<Outcome> all = new ArrayList<>();
        for (Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
            all.add(next);
        }
        return all;
    }

    private void run(LaunchId id, Supplier<Optional<Launch>> launch) {
        boolean launched = false;
        try {
            Optional<Launch> wanted = launch.get();
            if (wanted.isPresent()) {
                runtime.launch(wanted.get());
                outcomes.add(new Outcome(id, null));
                launched = true;
            }
        } catch (RuntimeException e) {
            outcomes.add(new Outcome(id, e));
        } finally {
            going.remove(id);
            if (launched && going.isEmpty()) {
                nudge.run();
            }
        }
    }

    /// Lets those end that go on, for a bounded time.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "launches are cut short launches=" + going.size());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
