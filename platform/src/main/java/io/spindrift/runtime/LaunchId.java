package io.spindrift.runtime;

import io.spindrift.app.AppIds;

/// One attempt of an application, as a runtime knows it. A runtime belongs to one cluster, so the
/// cluster is not part of it.
public record LaunchId(String appId, int attempt) {
    public LaunchId {
        if (!AppIds.validAppId(appId) || attempt < 1) {
            throw new IllegalArgumentException("not an attempt: " + appId + "/" + attempt);
        }
    }

    @Override
    public String toString() {
        return appId + "/" + attempt;
    }
}
