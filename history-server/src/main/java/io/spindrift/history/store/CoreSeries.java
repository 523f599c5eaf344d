package io.spindrift.history.store;

import java.util.Arrays;

/// What slots did over time, in at most [#BUCKETS_MAX] spans of equal length, which doubles when
/// the run grows longer. Core time is in microseconds.
final class CoreSeries {
    static final int BUCKETS_MAX = 1024;
    static final int CPU = 0;
    static final int GC = 1;
    static final int SHUFFLE = 2;
    static final int IO = 3;
    static final int INTERNALS = 4;

    /// Time in which at least one task ran.
    static final int ANY_BUSY = 5;

    static final int COLUMNS = 6;

    long startMillis;
    long stepMillis = 250;
    int used;
    final long[][] micros = new long[COLUMNS][16];

    CoreSeries(long startMillis) {
        this.startMillis = startMillis;
    }

    /// Spreads core time, by category, evenly over a task's life.
    void addTask(long fromMillis, long toMillis, long[] categoryMicros) {
        for (int category = CPU; category <= INTERNALS; category++) {
            spread(category, fromMillis, toMillis, categoryMicros[category]);
        }
    }

    void addBusy(long fromMillis, long toMillis) {
        spread(ANY_BUSY, fromMillis, toMillis, (toMillis - fromMillis) * 1000);
    }

    private void spread(int column, long fromMillis, long toMillis, long amount) {
        long from = Math.max(0, fromMillis - startMillis);
        long to = Math.max(from, toMillis - startMillis);
        if (amount <= 0) {
            return;
        }
        reach(to);
        int first = (int) (from / stepMillis);
        int last = to == from ? first : (int) ((to - 1) / stepMillis);
        long[] target = micros[column];
        if (first == last) {
            target[first] += amount;
            return;
        }
        long duration = to - from;
        long given = 0;
        for (int i = first; i < last; i++) {
            long end = (i + 1) * stepMillis - from;
            long upTo = (long) ((double) amount * end / duration);
            target[i] += upTo - given;
            given = upTo;
        }
        target[last] += amount - given;
    }

    private void reach(long millis) {
        while (millis / stepMillis >= BUCKETS_MAX) {
            halve();
        }
        int needed = (int) (millis / stepMillis) + 1;
        if (needed > micros[0].length) {
            int length = Math.min(BUCKETS_MAX, Math.max(needed, micros[0].length * 2));
            for (int i = 0; i < COLUMNS; i++) {
                micros[i] = Arrays.copyOf(micros[i], length);
            }
        }
        used = Math.max(used, needed);
    }

    private void halve() {
        for (long[] column : micros) {
            for (int i = 0; i < used; i += 2) {
                column[i / 2] = column[i] + (i + 1 < used ? column[i + 1] : 0);
            }
            Arrays.fill(column, (used + 1) / 2, used, 0);
        }
        used = (used + 1) / 2;
        stepMillis *= 2;
    }
}
