package io.spindrift.history.eventlog;

import io.spindrift.history.eventlog.SparkEvent.Accumulables;
import io.spindrift.history.eventlog.SparkEvent.TaskEndReason;
import io.spindrift.history.eventlog.SparkEvent.TaskInfo;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads task starts and ends, nine tenths of a log, straight from the bytes. Gives up on whatever
/// is not shaped as Spark writes it: [TreeEvents] reads the same events in any shape.
final class TaskScanner {
    private static final Literal TASK_END = new Literal("{\"Event\":\"SparkListenerTaskEnd\",");
    private static final Literal TASK_START = new Literal("{\"Event\":\"SparkListenerTaskStart\",");
    private static final Literal SUCCESS = new Literal("{\"Reason\":\"Success\"}");

    private static final KeySet EVENT =
            new KeySet(
                    "Stage ID",
                    "Stage Attempt ID",
                    "Task Type",
                    "Task End Reason",
                    "Task Info",
                    "Task Executor Metrics",
                    "Task Metrics");
    private static final KeySet INFO =
            new KeySet(
                    "Task ID",
                    "Index",
                    "Attempt",
                    "Partition ID",
                    "Launch Time",
                    "Executor ID",
                    "Host",
                    "Locality",
                    "Speculative",
                    "Getting Result Time",
                    "Finish Time",
                    "Failed",
                    "Killed",
                    "Accumulables");
    private static final KeySet ACCUMULABLE =
            new KeySet(
                    "ID", "Name", "Update", "Value", "Internal", "Count Failed Values", "Metadata");

    private static final int PARTITION = 3;
    private static final int EXECUTOR = 5;
    private static final int LOCALITY = 7;
    private static final int ACCUMULABLES = 13;

    private final ByteCursor in = new ByteCursor();

    /// A task's members by their place in [#INFO].
    private final long[] numbers = new long[ACCUMULABLES];

    private final String[] texts = new String[ACCUMULABLES];
    private final MetricReader[] metrics = {
        new MetricReader(MetricKeys.PEAKS), new MetricReader(MetricKeys.TASK)
    };

    /// A task up to its accumulables, as it was when it started and when it ended.
    private final Repeated[] tasks = {
        new Repeated(ACCUMULABLES, ACCUMULABLES), new Repeated(ACCUMULABLES, ACCUMULABLES)
    };

    private final UsualAccumulables usual = new UsualAccumulables(in);

    /// The event that starts here, or null where it is not for this scanner. Ends where [#end]
    /// says.
    @Nullable SparkEvent scan(byte[] line, int from, int to) {
        in.reset(line, from, to);
        boolean end = in.next(TASK_END);
        if (!end && !in.next(TASK_START)) {
            return null;
        }
        try {
            return event(end);
        } catch (ByteCursor.Unexpected e) {
            return null;
        }
    }

    /// Behind the event that was scanned last.
    int end() {
        return in.at;
    }

    private SparkEvent event(boolean end) {
        int stageId = -1;
        int stageAttempt = 0;
        boolean success = false;
        TaskInfo task = null;
        long[][] values = new long[2][];
        int key = -1;
        do {
            key = in.key(EVENT, key + 1);
            switch (key) {
                case 0 -> stageId = in.integer();
                case 1 -> stageAttempt = in.integer();
                case 3 -> success = success();
                case 4 -> task = task(tasks[end ? 1 : 0]);
                case 5, 6 -> values[key - 5] = metrics[key - 5].read(in);
                default -> in.skipValue();
            }
        } while (in.another());
        if (stageId < 0 || task == null || end != success) {
            throw new ByteCursor.Unexpected();
        }
        return end
                ? new SparkEvent.TaskEnd(
                        stageId, stageAttempt, TaskEndReason.SUCCESS, task, values[0], values[1])
                : new SparkEvent.TaskStart(stageId, stageAttempt, task);
    }

    /// Failures have texts with escapes; Jackson reads those.
    private boolean success() {
        if (!in.next(SUCCESS)) {
            throw new ByteCursor.Unexpected();
        }
        return true;
    }

    private TaskInfo task(Repeated known) {
        int start = in.at;
        if (known.read(in, numbers, texts)) {
            Accumulables accumulables = accumulables();
            if (in.next('}')) {
                return info(accumulables);
            }
            in.at = start;
        }
        return info(members(known));
    }

    /// One loop over few kinds of values, not a branch for each key: so little code is compiled
    /// quickly, which is half of what a log of some hundred MB costs.
    private Accumulables members(Repeated known) {
        Arrays.fill(numbers, 0);
        numbers[PARTITION] = -1;
        Arrays.fill(texts, "");
        known.begin(in);
        Accumulables accumulables = Accumulables.NONE;
        in.expect('{');
        int key = -1;
        do {
            key = in.key(INFO, key + 1);
            if (key == KeySet.UNKNOWN) {
                in.skipValue();
            } else if (key == ACCUMULABLES) {
                known.end(in, numbers, texts);
                accumulables = accumulables();
            } else {
                member(key, known);
            }
        } while (in.another());
        return accumulables;
    }

    private TaskInfo info(Accumulables accumulables) {
        for (int i = 1; i <= PARTITION; i++) {
            if (numbers[i] != (int) numbers[i]) {
                throw new ByteCursor.Unexpected();
            }
        }
        return new TaskInfo(
                numbers[0],
                (int) numbers[1],
                (int) numbers[2],
                (int) numbers[PARTITION],
                numbers[4],
                texts[EXECUTOR],
                texts[6],
                texts[LOCALITY],
                numbers[8] != 0,
                numbers[9],
                numbers[10],
                numbers[11] != 0,
                numbers[12] != 0,
                accumulables);
    }

    private void member(int key, Repeated known) {
        int start = in.at;
        boolean name = key >= EXECUTOR && key <= LOCALITY;
        if (name != (in.first() == '"')) {
            throw new ByteCursor.Unexpected();
        }
        switch (in.first()) {
            case '"' -> {
                texts[key] = in.name();
                known.name(start, in, key);
            }
            case 't', 'f' -> numbers[key] = in.flag() ? 1 : 0;
            default -> {
                numbers[key] = in.number();
                known.number(start, in, key);
            }
        }
    }

    private Accumulables accumulables() {
        in.expect('[');
        if (in.next(']')) {
            return Accumulables.NONE;
        }
        usual.clear();
        List<UserAccumulator> user = List.of();
        do {
            UserAccumulator one = usual.takeAll() ? null : accumulable();
            if (one != null) {
                user = user.isEmpty() ? new ArrayList<>() : user;
                user.add(one);
            }
        } while (in.next(','));
        in.expect(']');
        return usual.with(user);
    }

    /// The user's own; null for an SQL metric, which is noted, and for Spark's internal ones.
    private @Nullable UserAccumulator accumulable() {
        in.expect('{');
        long id = 0;
        int nameAt = -1;
        int updateAt = -1;
        int valueAt = -1;
        boolean sql = false;
        int key = -1;
        do {
            key = in.key(ACCUMULABLE, key + 1);
            switch (key) {
                case 0 -> id = in.number();
                case 1 -> {
                    nameAt = in.at;
                    in.skipValue();
                }
                case 2 -> {
                    updateAt = in.at;
                    in.skipValue();
                }
                case 3 -> {
                    valueAt = in.at;
                    in.skipValue();
                }
                case 6 -> sql = in.name().equals("sql");
                default -> in.skipValue();
            }
        } while (in.another());
        int after = in.at;
        UserAccumulator found = null;
        if (sql) {
            noteSql(id, updateAt);
        } else if (nameAt >= 0
                && !UsualAccumulables.INTERNAL_NAME.startsAt(in.bytes, nameAt, in.end)) {
            found =
                    new UserAccumulator(
                            id,
                            textAt(nameAt),
                            updateAt < 0 ? null : textAt(updateAt),
                            textAt(valueAt));
        }
        in.at = after;
        return found;
    }

    private void noteSql(long id, int updateAt) {
        if (updateAt >= 0) {
            in.at = updateAt;
            boolean text = in.next('"');
            long update = in.number();
            if (text) {
                in.expect('"');
            }
            usual.noteSql(id, update);
        }
    }

    /// Numbers and structures, which a user's accumulator may be, are left to Jackson.
    private String textAt(int at) {
        if (at < 0) {
            throw new ByteCursor.Unexpected();
        }
        in.at = at;
        return in.text();
    }
}
