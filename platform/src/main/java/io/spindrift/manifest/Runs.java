package io.spindrift.manifest;

import io.spindrift.app.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The applications of a cluster, as far as plans ask for them.
public interface Runs {
    Optional<Application> find(String appId);

    /// The ids of those that have not ended and whose ids begin so.
    List<String> live(String prefix);

    /// The name of the driver's pod of the last attempt.
    String driverPod(Application app);

    /// The executors' pods of the last attempt with their states: `PENDING`, `RUNNING`,
    /// `COMPLETED`, `FAILED`.
    Map<String, String> executorPods(Application app);
}
