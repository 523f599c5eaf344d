package io.spindrift.runtime.kube;

import io.spindrift.app.Problem;

/// What Kubernetes alone refuses of a configuration.
final class Refusals {
    private Refusals() {}

    static Problem problem(String sentence, String path) {
        return new Problem("INVALID_VALUE", sentence, path);
    }
}
