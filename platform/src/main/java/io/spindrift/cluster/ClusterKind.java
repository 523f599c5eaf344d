package io.spindrift.cluster;

import java.util.Locale;

/// What a cluster is made of.
public enum ClusterKind {
    /// This machine: Spark as processes.
    LOCAL(true),
    KUBERNETES(true),
    /// Not operated by us: seen through event logs.
    EXTERNAL(false);

    private final boolean takesApplications;

    ClusterKind(boolean takesApplications) {
        this.takesApplications = takesApplications;
    }

    /// Whether applications can be submitted to it.
    public boolean takesApplications() {
        return takesApplications;
    }

    /// Its name in the API.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
