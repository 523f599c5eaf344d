package io.spindrift.submit;

/// There is no cluster of that id to run on. Answer 404.
public final class UnknownClusterException extends RuntimeException {
    public UnknownClusterException(String clusterId) {
        this(clusterId, false);
    }

    /// @param leaving it is still there, but not for long
    UnknownClusterException(String clusterId, boolean leaving) {
        super(
                leaving
                        ? "the cluster '" + clusterId + "' is being removed"
                        : "there is no cluster '" + clusterId + "'");
    }
}
