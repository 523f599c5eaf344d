package io.spindrift.history.eventlog;

import io.spindrift.history.eventlog.SparkEvent.Accumulables;
import io.spindrift.history.eventlog.SparkEvent.TaskEndReason;
import io.spindrift.history.eventlog.SparkEvent.TaskInfo;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads task starts and ends, nine tenths of a log, straight from the bytes. Gives up on whatever
/// is not shaped as Spark writes it: [TreeEvents] reads the same events in any shape.
final class TaskScanner {
    private static final byte[] TASK_END = bytes("{\"Event\":\"SparkListenerTaskEnd\",");
    private static final byte[] TASK_START = bytes("{\"Event\":\"SparkListenerTaskStart\",");
    private static final byte[] SUCCESS = bytes("{\"Reason\":\"Success\"}");
    private static final byte[] INTERNAL = bytes("internal.metrics.");
    private static final byte[] BLOCKS = bytes("internal.metrics.updatedBlockStatuses");

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

    private final ByteCursor in = new ByteCursor();
    private long[] sqlIds = new long[64];
    private long[] sqlUpdates = new long[64];
    private int sqlCount;

    /// The event, or null where this line is not for this scanner.
    @Nullable SparkEvent scan(byte[] line, int from, int to) {
        boolean end = KeySet.startsWith(line, from, to, TASK_END);
        if (!end && !KeySet.startsWith(line, from, to, TASK_START)) {
            return null;
        }
        in.reset(line, from + (end ? TASK_END : TASK_START).length, to);
        try {
            return event(end);
        } catch (ByteCursor.Unexpected e) {
            return null;
        }
    }

    private SparkEvent event(boolean end) {
        int stageId = -1;
        int stageAttempt = 0;
        boolean success = false;
        TaskInfo task = null;
        long[] peaks = null;
        long[] metrics = null;
        int key = -1;
        do {
            key = in.key(EVENT, key + 1);
            switch (key) {
                case 0 -> stageId = in.integer();
                case 1 -> stageAttempt = in.integer();
                case 3 -> success = success();
                case 4 -> task = task();
                case 5 -> peaks = MetricKeys.PEAKS.read(in);
                case 6 -> metrics = MetricKeys.TASK.read(in);
                default -> in.skipValue();
            }
        } while (in.another());
        if (in.at != in.end || stageId < 0 || task == null || end != success) {
            throw new ByteCursor.Unexpected();
        }
        return end
                ? new SparkEvent.TaskEnd(
                        stageId, stageAttempt, TaskEndReason.SUCCESS, task, peaks, metrics)
                : new SparkEvent.TaskStart(stageId, stageAttempt, task);
    }

    /// Failures have texts with escapes; Jackson reads those.
    private boolean success() {
        if (!KeySet.startsWith(in.bytes, in.at, in.end, SUCCESS)) {
            throw new ByteCursor.Unexpected();
        }
        in.at += SUCCESS.length;
        return true;
    }

    private TaskInfo task() {
        long id = 0;
        int index = 0;
        int attempt = 0;
        int partition = -1;
        long launch = 0;
        String executor = "";
        String host = "";
        String locality = "";
        boolean speculative = false;
        long gettingResult = 0;
        long finish = 0;
        boolean failed = false;
        boolean killed = false;
        Accumulables accumulables = Accumulables.NONE;
        in.expect('{');
        int key = -1;
        do {
            key = in.key(INFO, key + 1);
            switch (key) {
                case 0 -> id = in.number();
                case 1 -> index = in.integer();
                case 2 -> attempt = in.integer();
                case 3 -> partition = in.integer();
                case 4 -> launch = in.number();
                case 5 -> executor = in.name();
                case 6 -> host = in.name();
                case 7 -> locality = in.name();
                case 8 -> speculative = in.flag();
                case 9 -> gettingResult = in.number();
                case 10 -> finish = in.number();
                case 11 -> failed = in.flag();
                case 12 -> killed = in.flag();
                case 13 -> accumulables = accumulables();
                default -> in.skipValue();
            }
        } while (in.another());
        return new TaskInfo(
                id,
                index,
                attempt,
                partition,
                launch,
                executor,
                host,
                locality,
                speculative,
                gettingResult,
                finish,
                failed,
                killed,
                accumulables);
    }

    private Accumulables accumulables() {
        in.expect('[');
        if (in.next(']')) {
            return Accumulables.NONE;
        }
        sqlCount = 0;
        List<UserAccumulator> user = List.of();
        do {
            UserAccumulator one = accumulable();
            if (one != null) {
                user = user.isEmpty() ? new ArrayList<>() : user;
                user.add(one);
            }
        } while (in.next(','));
        in.expect(']');
        return sqlCount == 0 && user.isEmpty()
                ? Accumulables.NONE
                : new Accumulables(
                        Arrays.copyOf(sqlIds, sqlCount), Arrays.copyOf(sqlUpdates, sqlCount), user);
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
                    if (KeySet.startsWith(in.bytes, in.at + 1, in.end, INTERNAL)) {
                        skipInternal();
                        return null;
                    }
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
        } else if (nameAt >= 0) {
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

    private void skipInternal() {
        if (KeySet.startsWith(in.bytes, in.at + 1, in.end, BLOCKS)) {
            in.skipValue();
            while (in.another()) {
                in.key(ACCUMULABLE, 2);
                in.skipValue();
            }
            return;
        }
        in.skipFlatObject();
    }

    private void noteSql(long id, int updateAt) {
        if (updateAt < 0) {
            return;
        }
        in.at = updateAt;
        in.next('"');
        if (sqlCount == sqlIds.length) {
            sqlIds = Arrays.copyOf(sqlIds, sqlCount * 2);
            sqlUpdates = Arrays.copyOf(sqlUpdates, sqlCount * 2);
        }
        sqlIds[sqlCount] = id;
        sqlUpdates[sqlCount] = in.number();
        sqlCount++;
    }

    /// Numbers and structures, which a user's accumulator may be, are left to Jackson.
    private String textAt(int at) {
        if (at < 0) {
            throw new ByteCursor.Unexpected();
        }
        in.at = at;
        return in.text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
