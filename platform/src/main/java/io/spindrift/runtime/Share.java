package io.spindrift.runtime;

import io.spindrift.cluster.Capacity;
import java.util.Objects;

/// What a part of a cluster may have, or what an application takes of it.
///
/// @param containers how many drivers and executors
public record Share(Capacity capacity, long containers) {
    public static final Share NONE = new Share(Capacity.NONE, 0);

    public Share {
        Objects.requireNonNull(capacity, "capacity");
        if (containers < 0) {
            throw new IllegalArgumentException("not fewer than no containers");
        }
    }

    public Share plus(Share more) {
        return new Share(capacity.plus(more.capacity), containers + more.containers);
    }

    public boolean fits(Share wanted) {
        return capacity.fits(wanted.capacity) && wanted.containers <= containers;
    }
}
