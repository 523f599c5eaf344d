package io.spindrift.history.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.RefusedException;
import io.spindrift.history.AppRun;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.store.TestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogSourcesTest extends SourcesSetup {
    @Test
    void logsOfAllShapes_areReadOnce_andNeverAgain() {
        upload("rolled-4.3");
        upload("sql-3.5-lz4");
        upload("pi-3.5-zstd");
        upload("etl-3.5");
        store.put("_SUCCESS", ObjectBody.of(new byte[3]));
        store.put(".hidden", ObjectBody.of(new byte[3]));
        store.put("warehouse/part-0", ObjectBody.of(new byte[3]));

        beats(3);

        assertThat(runs()).hasSize(4).allMatch(run -> run.state() == RunState.ENDED);
        assertThat(sources.states().getFirst().logs()).isEqualTo(4);
        assertThat(sources.states().getFirst().waiting()).isZero();
        long reads = store.reads.get();
        long lists = store.lists.get();
        beats(10);
        assertThat(store.reads.get()).isEqualTo(reads);
        assertThat(store.lists.get() - lists).as("one page a pass").isEqualTo(10);

        restart();
        lists = store.lists.get();
        beats(5);
        assertThat(store.reads.get()).isEqualTo(reads);
        assertThat(store.lists.get() - lists).isEqualTo(5);
    }

    @Test
    void rolledLog_ofAStore_givesTheRowsOfItsFolder() {
        Path unpacked = upload("rolled-4.3");
        beats(2);
        String dump = rows.store.dump(ROLLED_RUN);

        try (TestStore test = new TestStore(folder.resolve("db2"));
                LogIntake local = new LogIntake(test.store)) {
            local.follow(ROLLED_RUN, unpacked, null);
            local.poll();
            assertThat(dump).isEqualTo(test.store.dump(ROLLED_RUN)).contains("\ntask ");
        }
    }

    @Test
    void sameSparkId_inTwoSources_isTwoRuns() {
        upload("pi-4.3");
        byte[] log = bytes("pi-3.5-zstd");
        other.put("local-1795252919164.zstd", ObjectBody.of(log));
        beats(2);

        assertThat(runs()).hasSize(2);
        List<RunId> ids = runs().stream().map(AppRun::id).sorted().toList();
        assertThat(ids.getFirst()).isEqualTo(new RunId("local-1795252919164", 1));
        assertThat(ids.getLast().appId()).matches("local-1795252919164\\.[0-9a-f]{8}");

        restart();
        beats(2);
        assertThat(runs().stream().map(AppRun::id).sorted().toList()).isEqualTo(ids);
    }

    @Test
    void badLogs_stopNoOthers() {
        store.put("app-0.zstd", ObjectBody.of("no zstd".repeat(500).getBytes(UTF_8)));
        store.put("app-2", ObjectBody.of(new byte[70_000]));
        store.put("eventlog_v2_app-3/events_1_app-3", ObjectBody.of(new byte[0]));
        upload("pi-4.3");
        upload("sql-3.5-lz4");
        beats(4);

        assertThat(runs()).filteredOn(run -> run.totals().tasks().total() > 0).hasSize(2);
    }

    @Test
    void sourceThatCannotBeListed_isNamed_andTheOthersGoOn() {
        store.fail(new RefusedException("no permission to list the bucket one"));
        upload(other, "pi-4.3");
        beats(3);

        assertThat(runs()).hasSize(1);
        assertThat(sources.states().getFirst().problem())
                .isEqualTo("no permission to list the bucket one");
        assertThat(sources.states().getLast().problem()).isNull();

        store.fail(null);
        upload("sql-3.5-lz4");
        beats(20);
        assertThat(runs()).hasSize(2);
        assertThat(sources.states().getFirst().problem()).isNull();
    }

    @Test
    void manyLogs_areReadNewestFirst_fewAtATime() {
        byte[] log = bytes("pi-3.5-zstd");
        for (int i = 0; i < 300; i++) {
            store.now(now.plusSeconds(i));
            store.put("app-%03d.zstd".formatted(i), ObjectBody.of(log));
        }
        beats(1);
        assertThat(runs()).hasSizeBetween(1, 64);
        assertThat(runs()).anyMatch(run -> run.id().appId().equals("app-299"));

        beats(10);
        assertThat(runs()).hasSize(300);
        assertThat(intake.busy()).isZero();
    }
}
