package io.spindrift.history.store;

import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Up to [#ROWS_MAX] ended tasks of one stage attempt, column by column, in the order in which they
/// ended. Texts are numbers into a dictionary of the block; a column nobody used takes no room.
final class TaskColumns {
    static final int ROWS_MAX = 2048;

    static final int ID = 0;
    static final int INDEX = 1;
    static final int ATTEMPT = 2;
    static final int PARTITION = 3;
    static final int LAUNCH = 4;
    static final int DURATION = 5;

    /// Epoch time, 0 when there was nothing to fetch.
    static final int GETTING_RESULT = 6;

    static final int EXECUTOR = 7;
    static final int HOST = 8;
    static final int LOCALITY = 9;
    static final int STATUS = 10;
    static final int SPECULATIVE = 11;

    /// 0 for none, else a text's number plus one.
    static final int ERROR = 12;

    static final int FIRST_METRIC = 13;
    static final int COLUMNS = FIRST_METRIC + 36;

    static final int SUCCESS = 0;
    static final int FAILED = 1;
    static final int KILLED = 2;
    static final int UNKNOWN = 3;

    int rows;

    /// Null stands for all zeros.
    final long[] @Nullable [] columns = new long[COLUMNS][];

    final List<String> texts = new ArrayList<>();
    final Map<Integer, List<UserAccumulator>> accumulators = new LinkedHashMap<>();
    private final Map<String, Integer> textNumbers = new LinkedHashMap<>();

    boolean full() {
        return rows == ROWS_MAX;
    }

    void set(int column, long value) {
        long[] values = columns[column];
        if (values == null) {
            if (value == 0) {
                return;
            }
            values =
                    new long[Math.max(16, Math.min(ROWS_MAX, Integer.highestOneBit(rows + 1) * 2))];
            columns[column] = values;
        }
        if (rows >= values.length) {
            values = Arrays.copyOf(values, Math.max(values.length * 2, rows + 1));
            columns[column] = values;
        }
        values[rows] = value;
    }

    /// The row that [#endRow] will end.
    void set(long[] row) {
        for (int column = 0; column < COLUMNS; column++) {
            set(column, row[column]);
        }
    }

    int number(String text) {
        Integer known = textNumbers.get(text);
        if (known != null) {
            return known;
        }
        textNumbers.put(text, texts.size());
        texts.add(text);
        return texts.size() - 1;
    }

    void endRow(List<UserAccumulator> user) {
        if (!user.isEmpty()) {
            accumulators.put(rows, user);
        }
        rows++;
    }

    long at(int column, int row) {
        long[] values = columns[column];
        return values == null || row >= values.length ? 0 : values[row];
    }

    String text(int column, int row) {
        return texts.get((int) at(column, row));
    }

    /// After reading from a row.
    void restoreTexts(List<String> kept) {
        kept.forEach(this::number);
    }
}
