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
    private static final Literal INTERNAL = new Literal("internal.metrics.");
    private static final Literal UPDATE = new Literal(",\"Update\":");
    private static final Literal UPDATE_TEXT = new Literal(",\"Update\":\"");
    private static final Literal VALUE = new Literal(",\"Value\":");
    private static final Literal VALUE_TEXT = new Literal("\",\"Value\":\"");
    private static final Literal INTERNAL_END =
            new Literal(",\"Internal\":true,\"Count Failed Values\":true}");
    private static final Literal SQL_END =
            new Literal(",\"Internal\":true,\"Count Failed Values\":true,\"Metadata\":\"sql\"}");

    private static final int SLOTS = 256;

    private final ByteCursor in;

    /// How accumulables began that came before, from their start to their first number: by their
    /// ids' last bits, 0 for none.
    private final byte[][] heads = new byte[SLOTS + 1][];

    private final long[] ids = new long[SLOTS + 1];
    private final boolean[] ofSql = new boolean[SLOTS + 1];

    /// Which one came behind each the last time: tasks of a stage repeat one sequence, with the
    /// same ids and names, so that most need but one comparison.
    private final int[] follower = new int[SLOTS + 1];

    /// How each ended and the one behind it began, in one piece, and how often that beginning had
    /// been learned by then.
    private final byte[][] joints = new byte[SLOTS + 1][];

    private final int[] joinedTo = new int[SLOTS + 1];
    private final int[] learned = new int[SLOTS + 1];

    private int before;
    private long update;
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

    /// Takes the accumulable that starts here, and those behind it that came behind it before.
    /// Stays at the first that has another shape, and says no.
    boolean takeAll() {
        int start = in.at;
        int slot = follower[before];
        byte[] head = heads[slot];
        if (head == null || !in.next(head)) {
            slot = learn();
        }
        while (slot > 0 && (ofSql[slot] ? sql() : internal())) {
            int next = follower[slot];
            byte[] joint = joints[slot];
            boolean joined = joint != null && joinedTo[slot] == learned[next] && in.next(joint);
            if (!joined && !in.next(ofSql[slot] ? SQL_END : INTERNAL_END)) {
                break;
            }
            before = slot;
            if (ofSql[slot]) {
                noteSql(ids[slot], update);
            }
            if (!joined) {
                return true;
            }
            slot = next;
            start = in.at - heads[slot].length;
        }
        in.at = start;
        return false;
    }

    /// Steps to the first number of one that begins in another way than expected.
    ///
    /// @return its slot, 0 where it is not shaped as usual
    private int learn() {
        int start = in.at;
        if (!in.next(ID)) {
            return 0;
        }
        long id = in.number();
        if (!in.next(NAME)) {
            return 0;
        }
        boolean internal = in.next(INTERNAL);
        in.skipString();
        boolean text = in.next(UPDATE_TEXT);
        if (internal == text || (internal && !in.next(UPDATE))) {
            return 0;
        }
        int slot = 1 + (int) (id & SLOTS - 1);
        heads[slot] = Arrays.copyOfRange(in.bytes, start, in.at);
        ids[slot] = id;
        ofSql[slot] = text;
        learned[slot]++;
        joints[slot] = null;
        follow(slot);
        return slot;
    }

    private void follow(int slot) {
        follower[before] = slot;
        byte[] end = (ofSql[before] ? SQL_END : INTERNAL_END).bytes();
        byte[] joint = Arrays.copyOf(end, end.length + 1 + heads[slot].length);
        joint[end.length] = ',';
        System.arraycopy(heads[slot], 0, joint, end.length + 1, heads[slot].length);
        joints[before] = joint;
        joinedTo[before] = learned[slot];
    }

    private boolean internal() {
        in.skipNumber();
        if (!in.next(VALUE)) {
            return false;
        }
        in.skipNumber();
        return true;
    }

    private boolean sql() {
        update = in.number();
        if (!in.next(VALUE_TEXT)) {
            return false;
        }
        in.skipString();
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
