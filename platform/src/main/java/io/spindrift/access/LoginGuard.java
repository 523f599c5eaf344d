package io.spindrift.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bounds how often one address may be wrong. Safe for use from several threads.
public final class LoginGuard {
    private static final int FAILURES_PER_WINDOW = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>();

    public LoginGuard(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether this address may try (again).
    public synchronized boolean mayTry(String address) {
        Failures failures = byAddress.get(address);
        return failures == null
                || failures.count() < FAILURES_PER_WINDOW
                || !clock.instant().isBefore(failures.since().plus(WINDOW));
    }

    public synchronized void failed(String address) {
        Instant now = clock.instant();
        Failures before = byAddress.remove(address);
        boolean counts = before != null && now.isBefore(before.since().plus(WINDOW));
        byAddress.put(
                address,
                before != null && counts
                        ? new Failures(before.since(), before.count() + 1)
                        : new Failures(now, 1));
        if (byAddress.size() > MOST_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }

    private record Failures(Instant since, int count) {}
}
