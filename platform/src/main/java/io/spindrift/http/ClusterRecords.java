package io.spindrift.http;

import io.spindrift.cluster.LoadCurve;
import java.util.List;

/// What is remembered of clusters. Thread-safe.
public interface ClusterRecords {
    /// How loaded it was for so many days, until now.
    ///
    /// @param days 1 to 30
    LoadCurve load(String clusterId, int days);

    /// What the platform wrote in its own log about it and the applications on it, since the
    /// platform's start, the newest first; the newest thousand.
    List<PlatformLine> log(String clusterId);
}
