package io.spindrift.history;

import java.time.Instant;
import java.util.Map;

/// A process beside driver and executors, such as YARN's application master.
public record ProcessRun(
        String id, String hostPort, int cores, Instant addedAt, Map<String, String> logUrls) {
    public ProcessRun {
        logUrls = Map.copyOf(logUrls);
    }
}
