package io.spindrift.submit;

/// There is no cluster of that id to run on. Answer 404.
public final class UnknownClusterException extends RuntimeException {
    public UnknownClusterException(String clusterId) {
        super("there is no cluster '" + clusterId + "'");
    }
}
