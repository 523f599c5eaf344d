package io.spindrift.history.eventlog;

import java.util.Arrays;

/// Reads the metrics of one task after the other. Not thread-safe.
final class MetricReader {
    private static final String[] NO_NAMES = {};

    private final MetricKeys keys;
    private final Repeated known;

    MetricReader(MetricKeys keys) {
        this.keys = keys;
        this.known = new Repeated(keys.width(), 0);
    }

    /// By column, 0 where there is none.
    long[] read(ByteCursor in) {
        long[] values = new long[keys.width()];
        if (!known.read(in, values, NO_NAMES)) {
            Arrays.fill(values, 0);
            known.begin(in);
            keys.read(in, values, known);
            known.end(in, values, NO_NAMES);
        }
        return values;
    }
}
