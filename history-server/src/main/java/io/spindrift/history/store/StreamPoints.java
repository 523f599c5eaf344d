package io.spindrift.history.store;

import io.spindrift.history.StreamingPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A streaming query's progress in at most [#POINTS_MAX] points. When there are as many, neighbours
/// are merged, and from then on a point takes twice as many triggers. Which triggers share a point
/// depends on their number alone.
final class StreamPoints {
    static final int POINTS_MAX = 1024;

    /// Points that lie in one row: only the last such row changes with a trigger.
    static final int CHUNK = 64;

    static final int AT = 0;
    static final int BATCH_ID = 1;
    static final int BATCHES = 2;
    static final int INPUT_ROWS = 3;
    static final int OUTPUT_ROWS = 4;

    /// In which the rows arrived, as the rate that Spark told implies.
    static final int ARRIVAL_MILLIS = 5;

    static final int PROCESS_MILLIS = 6;
    static final int BATCH_MILLIS = 7;
    static final int LONGEST_MILLIS = 8;
    static final int STATE_ROWS = 9;
    static final int STATE_BYTES = 10;
    static final int DROPPED_ROWS = 11;

    /// 0 for none.
    static final int WATERMARK = 12;

    static final int FIRST_PART = 13;
    static final int PARTS_MAX = 16;
    static final int COLUMNS = FIRST_PART + PARTS_MAX;

    /// Names of parts, in the order in which they came; those beyond the bound count as `other`.
    final List<String> parts = new ArrayList<>();

    final List<long[]> points = new ArrayList<>();

    /// Triggers a point.
    long stride = 1;

    /// Points before this one are in rows as they are.
    int dirtyFrom;

    /// Whether there are rows behind the last point.
    boolean shrunk;

    int part(String name) {
        int known = parts.indexOf(name);
        if (known >= 0) {
            return FIRST_PART + known;
        }
        if (parts.size() < PARTS_MAX) {
            parts.add(parts.size() == PARTS_MAX - 1 ? "other" : name);
        }
        return FIRST_PART + parts.size() - 1;
    }

    void add(long[] trigger) {
        boolean open = !points.isEmpty() && points.getLast()[BATCHES] < stride;
        if (open) {
            merge(points.getLast(), trigger);
            dirtyFrom = Math.min(dirtyFrom, points.size() - 1);
            return;
        }
        if (points.size() == POINTS_MAX) {
            halve();
            add(trigger);
            return;
        }
        dirtyFrom = Math.min(dirtyFrom, points.size());
        points.add(trigger.clone());
    }

    private void halve() {
        for (int i = 0; i < POINTS_MAX / 2; i++) {
            long[] first = points.get(2 * i);
            merge(first, points.get(2 * i + 1));
            points.set(i, first);
        }
        points.subList(POINTS_MAX / 2, POINTS_MAX).clear();
        stride *= 2;
        dirtyFrom = 0;
        shrunk = true;
    }

    private static void merge(long[] into, long[] next) {
        for (int column = BATCHES; column < COLUMNS; column++) {
            into[column] =
                    switch (column) {
                        case LONGEST_MILLIS -> Math.max(into[column], next[column]);
                        case STATE_ROWS, STATE_BYTES -> next[column];
                        case WATERMARK -> next[column] == 0 ? into[column] : next[column];
                        default -> into[column] + next[column];
                    };
        }
    }

    List<StreamingPoint> toPoints() {
        return points.stream().map(this::toPoint).toList();
    }

    private StreamingPoint toPoint(long[] point) {
        Map<String, Long> spent = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            if (point[FIRST_PART + i] != 0) {
                spent.put(parts.get(i), point[FIRST_PART + i]);
            }
        }
        return new StreamingPoint(
                Instant.ofEpochMilli(point[AT]),
                point[BATCH_ID],
                (int) point[BATCHES],
                point[INPUT_ROWS],
                point[OUTPUT_ROWS],
                perSecond(point[INPUT_ROWS], point[ARRIVAL_MILLIS]),
                perSecond(point[INPUT_ROWS], point[PROCESS_MILLIS]),
                point[BATCH_MILLIS],
                point[LONGEST_MILLIS],
                spent,
                point[STATE_ROWS],
                point[STATE_BYTES],
                point[DROPPED_ROWS],
                point[WATERMARK] == 0 ? null : Instant.ofEpochMilli(point[WATERMARK]));
    }

    private static double perSecond(long rows, long millis) {
        return millis == 0 ? 0 : rows * 1000.0 / millis;
    }
}
