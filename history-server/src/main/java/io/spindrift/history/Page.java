package io.spindrift.history;

import java.util.List;

/// Some of what was asked for, and how much there is in all.
public record Page<T>(List<T> items, long total) {
    public Page {
        items = List.copyOf(items);
    }
}
