package io.spindrift.submit;

import io.spindrift.app.AppSpec;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Share;

/// What an application takes of a part of its cluster, with all its executors.
///
/// @param part empty where the whole cluster is one
record Claim(String part, Share share) {
    static Claim of(String part, AppSpec spec) {
        return new Claim(
                part,
                new Share(
                        new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib()),
                        1L + spec.executors().most()));
    }
}
