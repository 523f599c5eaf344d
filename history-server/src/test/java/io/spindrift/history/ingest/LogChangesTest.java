package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.ObjectBody;
import io.spindrift.history.AppRun;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What happens to logs while they are followed.
final class LogChangesTest extends SourcesSetup {
    @Test
    void growingLog_isReadFromWhereReadingStopped_overRestarts() {
        byte[] bytes = bytes("etl-3.5");
        String key = "app-1.inprogress";
        int steps = 12;
        for (int i = 1; i <= steps; i++) {
            byte[] part = Arrays.copyOf(bytes, (int) ((long) bytes.length * i / steps));
            store.now(now);
            store.put(key, ObjectBody.of(part));
            beats(1);
            if (i % 3 == 0) {
                restart();
            }
        }
        store.delete(key);
        store.put("app-1", ObjectBody.of(bytes));
        beats(3);

        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(only().id()).isEqualTo(new RunId("app-1", 1));
        assertThat(store.readBytes.get())
                .as("only a line's part is read twice, at each restart")
                .isLessThan(bytes.length + bytes.length / 4);
    }

    @Test
    void renamedLog_isNotReadAgain() {
        byte[] bytes = bytes("pi-3.5-zstd");
        store.put("app-1.zstd.inprogress", ObjectBody.of(bytes));
        beats(1);
        long reads = store.reads.get();
        store.put("app-1.zstd", ObjectBody.of(bytes));
        beats(1);
        store.delete("app-1.zstd.inprogress");
        beats(3);

        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(store.reads.get()).isEqualTo(reads);
    }

    @Test
    void logLeftInProgressByACrash_isIncomplete_andReadAgainOnceItGrows() {
        byte[] bytes = bytes("etl-3.5");
        store.put("app-1.inprogress", ObjectBody.of(Arrays.copyOf(bytes, bytes.length / 2)));
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.RUNNING);

        now = now.plus(QUIET).plusSeconds(10);
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.INCOMPLETE);

        store.now(now);
        store.put("app-1.inprogress", ObjectBody.of(bytes));
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(only().totals().tasks().active()).isZero();
    }

    @Test
    void rollingLogLeftInProgress_isIncomplete_andReadAgainOnceItGrows() {
        upload("rolled-4.3");
        String status = ROLLED + "/appstatus_local-1795253008982";
        String last = ROLLED + "/events_3_local-1795253008982";
        byte[] rest = stored(last);
        store.delete(status);
        store.delete(last);
        store.put(status + ".inprogress", ObjectBody.of(new byte[0]));
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.RUNNING);

        now = now.plus(QUIET).plusSeconds(10);
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.INCOMPLETE);
        long lists = store.lists.get();
        beats(5);
        assertThat(store.lists.get() - lists).as("its folder rests").isEqualTo(5);

        store.now(now);
        store.put(last, ObjectBody.of(rest));
        now = now.plus(QUIET).plusSeconds(10);
        beats(4);
        assertThat(only().state()).isIn(RunState.RUNNING, RunState.ENDED);
        assertThat(only().totals().tasks().active()).isZero();
    }

    @Test
    void deletedLog_keepsItsRows_andEnds() {
        byte[] bytes = bytes("etl-3.5");
        store.put("app-1.inprogress", ObjectBody.of(Arrays.copyOf(bytes, bytes.length / 2)));
        upload("pi-4.3");
        beats(3);
        store.delete("app-1.inprogress");
        for (var each : store.list("", "", 1000).objects()) {
            store.delete(each.key());
        }
        beats(20);

        assertThat(runs())
                .extracting(AppRun::state)
                .containsExactlyInAnyOrder(RunState.ENDED, RunState.INCOMPLETE);
        assertThat(sources.states().getFirst().logs()).isLessThanOrEqualTo(1);
    }

    @Test
    void compaction_ofWhatWasRead_changesNothing() {
        upload("rolled-4.3");
        String status = ROLLED + "/appstatus_local-1795253008982";
        store.delete(status);
        beats(2);
        store.put(
                ROLLED + "/events_2_local-1795253008982.compact",
                ObjectBody.of(stored(ROLLED + "/events_1_local-1795253008982")));
        store.delete(ROLLED + "/events_1_local-1795253008982");
        store.delete(ROLLED + "/events_2_local-1795253008982");
        store.put(status, ObjectBody.of(new byte[0]));
        beats(6);

        try (TestStore test = new TestStore(folder.resolve("db2"));
                LogIntake local = new LogIntake(test.store)) {
            local.follow(
                    ROLLED_RUN, LogFixtures.unpack("rolled-4.3", folder.resolve("whole")), null);
            local.poll();
            assertThat(rows.store.dump(ROLLED_RUN)).isEqualTo(test.store.dump(ROLLED_RUN));
        }
    }

    @Test
    void compaction_aheadOfReading_startsAnewFromIt() {
        upload("rolled-4.3");
        String first = ROLLED + "/events_1_local-1795253008982";
        byte[] one = stored(first);
        byte[] two = stored(ROLLED + "/events_2_local-1795253008982");
        byte[] three = stored(ROLLED + "/events_3_local-1795253008982");
        store.delete(ROLLED + "/events_2_local-1795253008982");
        store.delete(ROLLED + "/events_3_local-1795253008982");
        store.delete(ROLLED + "/appstatus_local-1795253008982");
        store.put(first, ObjectBody.of(Arrays.copyOf(one, one.length / 2)));
        beats(2);
        store.delete(first);
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        store.put(ROLLED + "/events_2_local-1795253008982.compact", ObjectBody.of(both));
        store.put(ROLLED + "/events_3_local-1795253008982", ObjectBody.of(three));
        store.put(ROLLED + "/appstatus_local-1795253008982", ObjectBody.of(new byte[0]));
        beats(10);

        assertThat(only().state()).isEqualTo(RunState.ENDED);
        try (TestStore test = new TestStore(folder.resolve("db2"));
                LogIntake local = new LogIntake(test.store)) {
            Path whole = LogFixtures.unpack("rolled-4.3", folder.resolve("whole"));
            local.follow(ROLLED_RUN, whole, null);
            local.poll();
            assertThat(only().totals())
                    .isEqualTo(test.store.run(ROLLED_RUN).orElseThrow().totals());
        }
    }

    @Test
    void missingFile_isWaitedFor_thenPassedOver() {
        upload("rolled-4.3");
        String second = ROLLED + "/events_2_local-1795253008982";
        byte[] bytes = stored(second);
        store.delete(second);
        store.delete(ROLLED + "/appstatus_local-1795253008982");
        beats(1);
        store.put(second, ObjectBody.of(bytes));
        beats(3);
        int whole = only().totals().tasks().total();
        assertThat(rows.store.stages(ROLLED_RUN)).isNotEmpty();

        other.put(
                ROLLED + "2/events_1_local-17952530089822",
                ObjectBody.of(stored(ROLLED + "/events_1_local-1795253008982")));
        other.put(
                ROLLED + "2/events_3_local-17952530089822",
                ObjectBody.of(stored(ROLLED + "/events_3_local-1795253008982")));
        other.put(ROLLED + "2/appstatus_local-17952530089822", ObjectBody.of(new byte[0]));
        beats(3);
        AppRun gap = rows.store.run(new RunId("local-17952530089822", 1)).orElseThrow();
        assertThat(gap.state()).isEqualTo(RunState.ENDED);
        assertThat(gap.totals().tasks().total()).isPositive().isLessThanOrEqualTo(whole);
    }
}
