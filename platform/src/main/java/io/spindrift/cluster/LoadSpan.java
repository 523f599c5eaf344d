package io.spindrift.cluster;

import java.time.Instant;
import java.util.Objects;

/// Samples of a span of time, folded. Spans fold into longer ones without loss: sums add up, and
/// the most of all is the most of any.
///
/// @param from where the span begins
/// @param samples at least 1
/// @param most the highest of each figure, not all of one moment
public record LoadSpan(
        Instant from,
        int samples,
        long runningSum,
        long pendingSum,
        long milliCoresSum,
        LoadSample most) {
    public LoadSpan {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(most, "most");
        if (samples < 1) {
            throw new IllegalArgumentException("a span has samples");
        }
    }

    public static LoadSpan of(Instant from, LoadSample one) {
        return new LoadSpan(from, 1, one.running(), one.pending(), one.milliCores(), one);
    }

    /// Both as one, which begins with this.
    public LoadSpan plus(LoadSpan other) {
        return new LoadSpan(
                from,
                samples + other.samples,
                runningSum + other.runningSum,
                pendingSum + other.pendingSum,
                milliCoresSum + other.milliCoresSum,
                new LoadSample(
                        Math.max(most.running(), other.most.running()),
                        Math.max(most.pending(), other.most.pending()),
                        Math.max(most.milliCores(), other.most.milliCores())));
    }

    public double running() {
        return (double) runningSum / samples;
    }

    public double pending() {
        return (double) pendingSum / samples;
    }

    public double cores() {
        return milliCoresSum / 1000.0 / samples;
    }
}
