package io.spindrift.history;

import java.util.List;

/// A container's memory over time, oldest first. Where thinned, the highest sample of each span of
/// time is the one kept.
public record MemorySeries(String container, List<MemorySample> samples) {
    public MemorySeries {
        samples = List.copyOf(samples);
    }
}
