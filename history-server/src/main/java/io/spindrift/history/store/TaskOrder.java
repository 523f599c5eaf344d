package io.spindrift.history.store;

import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskQuery.Sort;
import io.spindrift.history.store.StageState.RunningTask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings the tasks of a stage into an order, of which one page is wanted. Keeps 20 bytes of a
/// task: a key to sort by, its id and its place.
final class TaskOrder {
    private final TaskQuery query;
    private final Map<String, Integer> words = new HashMap<>();
    private long[] keys = new long[TaskColumns.ROWS_MAX];
    private long[] ids = new long[TaskColumns.ROWS_MAX];
    private int[] places = new int[TaskColumns.ROWS_MAX];
    private int size;

    TaskOrder(TaskQuery query) {
        this.query = query;
    }

    int size() {
        return size;
    }

    void add(TaskColumns block, int row, int place) {
        add(key(block, row), block.at(TaskColumns.ID, row), place);
    }

    void add(RunningTask task, int place) {
        add(key(task), task.id(), place);
    }

    private void add(long key, long id, int place) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            ids = Arrays.copyOf(ids, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        keys[size] = key;
        ids[size] = id;
        places[size++] = place;
    }

    /// The places of the tasks on the page, in order.
    int[] page() {
        if (query.offset() >= size || query.limit() == 0) {
            return new int[0];
        }
        rankWords();
        if (query.descending()) {
            for (int i = 0; i < size; i++) {
                keys[i] = ~keys[i];
            }
        }
        int from = query.offset();
        int to = (int) Math.min(size, (long) from + query.limit());
        long[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted);
        long least = sorted[from];
        long most = sorted[to - 1];
        int before = 0;
        while (sorted[before] < least) {
            before++;
        }
        return near(least, most).stream()
                .skip(from - before)
                .limit(to - from)
                .mapToInt(at -> places[at])
                .toArray();
    }

    /// Those on the page, and those beside them with equal keys, in order.
    private List<Integer> near(long least, long most) {
        int[] found = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >= least && keys[i] <= most) {
                found[count++] = i;
            }
        }
        boolean idsDescend = query.sort() instanceof Sort.AsSpark && query.descending();
        return Arrays.stream(found, 0, count)
                .boxed()
                .sorted((a, b) -> {
                    int byKey = Long.compare(keys[a], keys[b]);
                    int byId = Long.compare(ids[a], ids[b]);
                    return byKey != 0 ? byKey : idsDescend ? -byId : byId;
                })
                .toList();
    }

    /// Words were numbered as they came; their order is that of the alphabet.
    private void rankWords() {
        if (words.isEmpty()) {
            return;
        }
        int[] ranks = new int[words.size()];
        int rank = 0;
        for (int number : new TreeMap<>(words).values()) {
            ranks[number] = rank++;
        }
        for (int i = 0; i < size; i++) {
            keys[i] = ranks[(int) keys[i]];
        }
    }

    private long word(String text) {
        return words.computeIfAbsent(text, each -> words.size());
    }

    private long key(TaskColumns block, int row) {
        return switch (query.sort()) {
            case Sort.ByMetric by -> TaskRows.metric(block, row, by.metric());
            case Sort.AsSpark by -> {
                long value = TaskRows.metric(block, row, by.metric());
                yield TaskRows.succeeded(block, row) ? value : -value - 1;
            }
            case Sort.By by ->
                    switch (by.field()) {
                        case ID -> block.at(TaskColumns.ID, row);
                        case INDEX -> block.at(TaskColumns.INDEX, row);
                        case LAUNCHED_AT -> block.at(TaskColumns.LAUNCH, row);
                        case DURATION -> block.at(TaskColumns.DURATION, row);
                        case STATUS -> block.at(TaskColumns.STATUS, row);
                        case SCHEDULER_DELAY -> TaskRows.delay(block, row);
                        case GETTING_RESULT -> TaskRows.getting(block, row);
                        case SHUFFLE_READ_BYTES -> TaskRows.shuffleRead(block, row);
                        case EXECUTOR -> word(block.text(TaskColumns.EXECUTOR, row));
                        case HOST -> word(block.text(TaskColumns.HOST, row));
                        case LOCALITY -> word(block.text(TaskColumns.LOCALITY, row));
                        case ERROR -> word(TaskRows.error(block, row));
                    };
        };
    }

    private long key(RunningTask task) {
        return switch (query.sort()) {
            case Sort.ByMetric by -> -1;
            case Sort.AsSpark by -> 0;
            case Sort.By by ->
                    switch (by.field()) {
                        case ID -> task.id();
                        case INDEX -> task.index();
                        case LAUNCHED_AT -> task.launchMillis();
                        case DURATION, STATUS -> -1;
                        case SCHEDULER_DELAY, GETTING_RESULT, SHUFFLE_READ_BYTES -> 0;
                        case EXECUTOR -> word(task.executorId());
                        case HOST -> word(task.host());
                        case LOCALITY -> word(task.locality());
                        case ERROR -> word("");
                    };
        };
    }
}
