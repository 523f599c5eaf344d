package io.spindrift.app;

/// What tells one application from all others: ids are unique in their cluster.
public record AppKey(String clusterId, String appId) {
    public AppKey {
        if (clusterId.isEmpty() || !AppIds.validObservedId(appId)) {
            throw new IllegalArgumentException("not an application: " + clusterId + "/" + appId);
        }
    }

    @Override
    public String toString() {
        return clusterId + "/" + appId;
    }
}
