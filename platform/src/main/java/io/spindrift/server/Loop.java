package io.spindrift.server;

import io.spindrift.runtime.NoAnswerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Calls a step on a beat, in a thread of its own. A failing step is logged and tried again on the
/// next beat, with growing pauses; a nudge brings the next beat forward.
final class Loop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Loop.class.getName());
    private static final Duration LEAST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /// Of failures in a row that are likely to be the same.
    private static final int TOLD_EVERY = 20;

    private final String name;
    private final Duration beat;
    private final Step step;
    private final InstantSource clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private volatile boolean closed;
    private volatile @Nullable Instant lastEnd;
    private boolean nudged;
    private int failures;

    Loop(String name, Duration beat, Step step, InstantSource clock) {
        this.name = name;
        this.beat = beat;
        this.step = step;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Has the next beat come at once.
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    String name() {
        return name;
    }

    /// When the last step ended; null before the first did.
    @Nullable Instant lastEnd() {
        return lastEnd;
    }

    /// Waits for the running step, for a bounded time.
    @Override
    public void close() {
        closed = true;
        nudge();
        try {
            if (thread.isAlive() && !thread.join(FAREWELL)) {
                LOG.log(Level.WARNING, "loop did not end in time loop=" + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            boolean again = tryStep();
            lastEnd = clock.instant();
            if (!closed) {
                pause(again ? LEAST_PAUSE : wait(failures));
            }
        }
    }

    private Duration wait(int failed) {
        Duration wait = beat.multipliedBy(1L << Math.min(5, failed));
        return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    }

    private boolean tryStep() {
        try {
            boolean again = step.run();
            failures = 0;
            return again;
        } catch (NoAnswerException e) {
            failures++;
            LOG.log(
                    failures % TOLD_EVERY == 1 ? Level.WARNING : Level.DEBUG,
                    "step goes on later: " + e.getMessage() + " loop=" + name);
            return false;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            failures++;
            LOG.log(Level.ERROR, "step failed, will be tried again loop=" + name, e);
            return false;
        }
    }

    private void pause(Duration most) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!nudged && left > 0) {
                left = wake.awaitNanos(left);
            }
            nudged = false;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// One beat's work.
    @FunctionalInterface
    interface Step {
        /// @return whether there is more to do at once
        boolean run();
    }
}
