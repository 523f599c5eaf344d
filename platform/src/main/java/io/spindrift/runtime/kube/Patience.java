package io.spindrift.runtime.kube;

import java.time.Duration;

/// How long what may pass is waited for.
///
/// @param image that cannot be pulled: registries fail for moments
/// @param node that takes the driver: one may be bought meanwhile
/// @param setup of a container that cannot be made, as for want of a secret
record Patience(Duration image, Duration node, Duration setup) {
    static final Patience USUAL =
            new Patience(Duration.ofMinutes(2), Duration.ofMinutes(15), Duration.ofMinutes(2));

    Patience withImage(Duration other) {
        return new Patience(other, node, setup);
    }

    /// How long this is borne.
    Duration with(Hindrance hindrance) {
        if (hindrance.lasting()) {
            return Duration.ZERO;
        }
        return switch (hindrance.reason()) {
            case IMAGE_PULL -> image;
            case UNSCHEDULABLE -> node;
            default -> setup;
        };
    }
}
