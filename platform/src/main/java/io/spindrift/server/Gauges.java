package io.spindrift.server;

import io.spindrift.app.ApplicationStore;
import io.spindrift.http.OwnMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The platform's own figures, as monitoring reads them.
final class Gauges {
    private Gauges() {}

    /// @param lookedAt when event logs were looked at last; null before that
    static OwnMetrics of(
            ApplicationStore apps, Supplier<@Nullable Instant> lookedAt, InstantSource clock) {
        OwnMetrics metrics = new OwnMetrics();
        metrics.gauge(
                "spindrift_applications_running",
                "Applications that hold room",
                () ->
                        apps.live().stream()
                                .filter(app -> app.holdsRoom() && !app.observed())
                                .count());
        metrics.gauge(
                "spindrift_applications_waiting",
                "Applications in the queue",
                () ->
                        apps.live().stream()
                                .filter(app -> !app.holdsRoom() && !app.observed())
                                .count());
        metrics.gauge(
                "spindrift_ingest_lag_seconds",
                "Since event logs were last looked at",
                () -> {
                    Instant last = lookedAt.get();
                    Duration lag =
                            last == null ? Duration.ZERO : Duration.between(last, clock.instant());
                    return lag.toMillis() / 1000.0;
                });
        return metrics;
    }
}
