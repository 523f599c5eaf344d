package io.spindrift.agent;

import java.util.function.DoubleSupplier;

/// How long to leave a server alone that did not take what it was sent: longer each time, never the
/// same for two drivers, and as long as the server itself asked for.
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long MAX_MILLIS = 60_000;

    /// A server that asks for more is not believed.
    private static final long ASKED_MAX_MILLIS = 600_000;

    private static final int DOUBLINGS_MAX = 10;

    private final DoubleSupplier random;
    private int failures;

    /// @param random from 0 to 1
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    long failed(long askedMillis) {
        long full = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(DOUBLINGS_MAX, failures));
        failures++;
        long own = (long) (full * (0.5 + random.getAsDouble() / 2));
        return Math.max(own, Math.min(ASKED_MAX_MILLIS, askedMillis));
    }

    void succeeded() {
        failures = 0;
    }

    boolean failing() {
        return failures > 0;
    }
}
