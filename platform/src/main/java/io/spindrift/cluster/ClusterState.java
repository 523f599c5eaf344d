package io.spindrift.cluster;

/// How a cluster is.
public enum ClusterState {
    AVAILABLE(true),
    /// Being set up or changed.
    PROGRESSING(false),
    /// It runs applications, but something needs attention.
    DEGRADED(true),
    FAILING(false),
    UNREACHABLE(false),
    DELETING(false),
    UNKNOWN(false);

    private final boolean startsApplications;

    ClusterState(boolean startsApplications) {
        this.startsApplications = startsApplications;
    }

    /// Whether applications that wait may start now; in other states they wait on.
    public boolean startsApplications() {
        return startsApplications;
    }
}
