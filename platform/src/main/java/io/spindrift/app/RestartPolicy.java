package io.spindrift.app;

import java.time.Duration;
import java.util.Objects;

/// Whether a failed application is tried again, how often, and after which wait.
///
/// @param maxRetries 0 for never
/// @param backoff the wait before the first retry; it doubles with each further one
public record RestartPolicy(int maxRetries, Duration backoff) {
    public static final RestartPolicy NEVER = new RestartPolicy(0, Duration.ZERO);
    private static final Duration LONGEST = Duration.ofHours(1);

    public RestartPolicy {
        Objects.requireNonNull(backoff, "backoff");
        if (maxRetries < 0 || backoff.isNegative()) {
            throw new IllegalArgumentException("retries and backoff are not negative");
        }
    }

    /// Whether another attempt follows after this many.
    public boolean allowsAfter(int attempts) {
        return attempts <= maxRetries;
    }

    /// How long to wait after the given attempt (from 1) failed; never above an hour.
    public Duration waitAfter(int attempt) {
        Duration wait = backoff.multipliedBy(1L << Math.min(Math.max(attempt - 1, 0), 20));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
