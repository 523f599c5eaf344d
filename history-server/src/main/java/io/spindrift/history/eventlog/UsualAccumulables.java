package io.spindrift.history.eventlog;

import io.spindrift.history.eventlog.SparkEvent.Accumulables;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.util.Arrays;
import java.util.List;

/// Spark's own accumulables at the end of a task, more than half of a log's bytes, in exactly the
/// shape in which it writes them:
///
/// ```
/// {"ID":7,"Name":"internal.metrics.resultSize","Update":1,"Value":2,"Internal":true,"Count Failed Values":true}
/// {"ID":8,"Name":"local bytes read","Update":"1","Value":"2","Internal":true,"Count Failed Values":true,"Metadata":"sql"}
/// ```
///
/// Internal ones repeat the task's metrics and are stepped over; SQL's are noted.
final class UsualAccumulables {
    static final Literal INTERNAL_NAME = new Literal("\"internal.metrics.");

    private static final Literal ID = new Literal("{\"ID\":");
    private static final Literal NAME = new Literal(",\"Name\":\"");
    private static final Literal NAME_INTERNAL = new Literal(",\"Name\":\"internal.metrics.");
    private static final Literal UPDATE_TEXT = new Literal(",\"Update\":\"");
    private static final Literal VALUE_TEXT = new Literal("\",\"Value\":\"");
    private static final Literal SQL_END =
            new Literal(",\"Internal\":true,\"Count Failed Values\":true,\"Metadata\":\"sql\"}");

    /// Behind the numbers of an internal one.
    private static final Literal[] INTERNAL_REST = {
        new Literal(",\"Value\":"), new Literal(",\"Internal\":true,\"Count Failed Values\":true}")
    };

    /// Behind [#NAME_INTERNAL]. Others are read, too, only slower.
    private static final KeySet NAMES =
            new KeySet(
                    "",
                    List.of(
                            "executorDeserializeTime",
                            "executorDeserializeCpuTime",
                            "executorRunTime",
                            "executorCpuTime",
                            "resultSize",
                            "jvmGCTime",
                            "resultSerializationTime",
                            "memoryBytesSpilled",
                            "diskBytesSpilled",
                            "peakExecutionMemory",
                            "peakOnHeapExecutionMemory",
                            "peakOffHeapExecutionMemory",
                            "shuffle.read.remoteBlocksFetched",
                            "shuffle.read.localBlocksFetched",
                            "shuffle.read.remoteBytesRead",
                            "shuffle.read.remoteBytesReadToDisk",
                            "shuffle.read.localBytesRead",
                            "shuffle.read.fetchWaitTime",
                            "shuffle.read.recordsRead",
                            "shuffle.push.read.corruptMergedBlockChunks",
                            "shuffle.push.read.mergedFetchFallbackCount",
                            "shuffle.push.read.remoteMergedBlocksFetched",
                            "shuffle.push.read.localMergedBlocksFetched",
                            "shuffle.push.read.remoteMergedChunksFetched",
                            "shuffle.push.read.localMergedChunksFetched",
                            "shuffle.push.read.remoteMergedBytesRead",
                            "shuffle.push.read.localMergedBytesRead",
                            "shuffle.read.remoteReqsDuration",
                            "shuffle.push.read.remoteMergedReqsDuration",
                            "shuffle.write.bytesWritten",
                            "shuffle.write.recordsWritten",
                            "shuffle.write.writeTime",
                            "input.bytesRead",
                            "input.recordsRead",
                            "output.bytesWritten",
                            "output.recordsWritten"),
                    "\",\"Update\":");

    private final ByteCursor in;

    /// Which name came behind each the last time: tasks of a stage repeat one sequence.
    private final int[] follower = new int[NAMES.size() + 1];

    private int before;
    private long[] sqlIds = new long[64];
    private long[] sqlUpdates = new long[64];
    private int sqlCount;

    UsualAccumulables(ByteCursor in) {
        this.in = in;
    }

    void clear() {
        before = 0;
        sqlCount = 0;
    }

    /// Takes the accumulable that starts here, or stays and says no.
    boolean take() {
        int start = in.at;
        if (in.next(ID)) {
            long id = in.number();
            if (in.next(NAME_INTERNAL) ? internal() : in.next(NAME) && sql(id)) {
                return true;
            }
        }
        in.at = start;
        return false;
    }

    private boolean internal() {
        int name = NAMES.indexOf(in.bytes, in.at, in.end, follower[before]);
        if (name == KeySet.UNKNOWN) {
            return false;
        }
        follower[before] = name;
        before = name + 1;
        in.at += NAMES.length(name);
        for (Literal next : INTERNAL_REST) {
            in.skipNumber();
            if (!in.next(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean sql(long id) {
        in.skipString();
        if (!in.next(UPDATE_TEXT)) {
            return false;
        }
        long update = in.number();
        if (!in.next(VALUE_TEXT)) {
            return false;
        }
        in.skipString();
        if (!in.next(SQL_END)) {
            return false;
        }
        noteSql(id, update);
        return true;
    }

    void noteSql(long id, long update) {
        if (sqlCount == sqlIds.length) {
            sqlIds = Arrays.copyOf(sqlIds, sqlCount * 2);
            sqlUpdates = Arrays.copyOf(sqlUpdates, sqlCount * 2);
        }
        sqlIds[sqlCount] = id;
        sqlUpdates[sqlCount] = update;
        sqlCount++;
    }

    /// All that were noted since [#clear].
    Accumulables with(List<UserAccumulator> user) {
        return sqlCount == 0 && user.isEmpty()
                ? Accumulables.NONE
                : new Accumulables(
                        Arrays.copyOf(sqlIds, sqlCount), Arrays.copyOf(sqlUpdates, sqlCount), user);
    }
}
