package io.spindrift.http;

import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.cluster.KubeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                        ? notFound(folder)
                        : "Its driver was not heard: does "
                                + url
                                + " lead from pods to this platform, and has the image the agent?"
                                + " The driver's log says more.");
    }

    /// @param folder where event logs go
    private static String notFound(@Nullable String folder) {
        if (folder != null && folder.startsWith("file:")) {
            return "Its event log goes to "
                    + folder
                    + ", and the platform finds none there: pods and the platform must have this"
                    + " folder under the same path, and drivers may write to it.";
        }
        return "Its event log goes to "
                + folder
                + ", and none of this run was found. The platform reads there what its setting"
                + " 'observed-logs' names, and then shows this run, by Spark's id, beside its own"
                + " applications. Where pods reach the platform (platformUrl), drivers tell of"
                + " themselves.";
    }
}
