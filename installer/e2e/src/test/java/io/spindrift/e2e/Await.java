package io.spindrift.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for other processes, never longer than said.
public final class Await {
    private static final Duration STEP = Duration.ofMillis(100);

    private Await() {}

    public static void until(String what, Duration within, BooleanSupplier condition) {
        value(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static <T> T value(String what, Duration within, Supplier<Optional<T>> look) {
        return value(() -> what, within, look);
    }

    /// @param what what was waited for, asked for only when it did not come
    public static <T> T value(Supplier<String> what, Duration within, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + within.toSeconds() + " s: " + what.get());
            }
            pause(STEP);
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
