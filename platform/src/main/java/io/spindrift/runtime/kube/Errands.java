package io.spindrift.runtime.kube;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/// Carries out chores beside the beat, which must not wait for an API server: each at most once at
/// a time, and again only after a moment. Thread-safe.
final class Errands {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final int MOST_AT_ONCE = 16;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    /// What is remembered of those done: with many attempts, older ones may come again sooner.
    private static final int MOST_REMEMBERED = 100_000;

    private final ExecutorService threads;
    private final InstantSource clock;
    private final Map<Object, Instant> notBefore = new HashMap<>();
    private int running;

    Errands(ExecutorService threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    void run(Chore chore, Runnable work) {
        synchronized (this) {
            Instant earliest = notBefore.get(chore.key());
            Instant now = clock.instant();
            if (running >= MOST_AT_ONCE || (earliest != null && now.isBefore(earliest))) {
                return;
            }
            if (notBefore.size() >= MOST_REMEMBERED) {
                notBefore.values().removeIf(now::isAfter);
            }
            running++;
            notBefore.put(chore.key(), Instant.MAX);
        }
        try {
            threads.execute(() -> carryOut(chore, work));
        } catch (RejectedExecutionException e) {
            done(chore); // closing: the next process does it
        }
    }

    private void carryOut(Chore chore, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "not done, will be tried again: {0} chore={1} app={2} attempt={3}",
                    ApiWords.masked(e.getMessage()),
                    chore.getClass().getSimpleName(),
                    chore.id().appId(),
                    chore.id().attempt());
        } finally {
            done(chore);
        }
    }

    private synchronized void done(Chore chore) {
        running--;
        notBefore.put(chore.key(), clock.instant().plus(AGAIN_AFTER));
    }
}
