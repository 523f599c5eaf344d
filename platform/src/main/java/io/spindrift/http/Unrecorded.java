package io.spindrift.http;

import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.cluster.KubeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Why nothing is recorded of what a driver on Kubernetes does.
final class Unrecorded {
    /// So long Spark may take to begin, and its first words to come here.
    private static final Duration HEARD_WITHIN = Duration.ofMinutes(1);

    private Unrecorded() {}

    /// Of an application whose last run history knows nothing of; empty where that is as it should
    /// be.
    static Optional<String> sentence(Application app, KubeCluster cluster, Instant now) {
        Attempt attempt = app.progress().lastAttempt().orElse(null);
        Instant begun = attempt == null ? null : attempt.driverStartedAt();
        if (attempt == null || begun == null) {
            return Optional.empty();
        }
        String url = cluster.platformUrl();
        String folder = cluster.eventLogDir();
        if (url == null && folder == null) {
            return Optional.of(
                    "Jobs, tasks and memory of this run are not recorded: the cluster names neither"
                            + " an address under which pods reach the platform (platformUrl), nor a"
                            + " folder for event logs (eventLogDir). State, logs and cost are here"
                            + " all the same.");
        }
        Instant until = attempt.endedAt() == null ? now : attempt.endedAt();
        if (until.isBefore(begun.plus(HEARD_WITHIN))) {
            return Optional.empty();
        }
        return Optional.of(
                url == null
                        ? "Its event log goes to " + folder + ", and was not read from there yet."
                        : "Its driver was not heard: does "
                                + url
                                + " lead from pods to this platform, and has the image the agent?"
                                + " The driver's log says more.");
    }
}
