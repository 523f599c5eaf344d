package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.RddRun;
import io.spindrift.history.RddRun.RddShare;
import io.spindrift.history.RddRun.StoredBlock;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageFoldTest {
    @TempDir Path folder;

    private static SparkEvent executor(String id) {
        return event(
                "{'Event':'SparkListenerExecutorAdded','Timestamp':1000,'Executor ID':'%s','Executor Info':{'Host':'h','Total Cores':2}}"
                        .formatted(id));
    }

    private static SparkEvent stage(int id, int rdd) {
        return event(
                ("{'Event':'SparkListenerStageSubmitted','Stage Info':{'Stage ID':%d,'Stage Attempt ID':0,'Stage Name':'s','Number of Tasks':3,'Submission Time':1000,"
                                + "'RDD Info':[{'RDD ID':%d,'Name':'orders','Number of Partitions':3,'Storage Level':{'Use Disk':true,'Use Memory':true,'Deserialized':true,'Replication':1}},"
                                + "{'RDD ID':99,'Name':'not kept','Number of Partitions':3,'Storage Level':{'Use Disk':false,'Use Memory':false,'Deserialized':false,'Replication':1}}]}}")
                        .formatted(id, rdd));
    }

    private static SparkEvent block(
            String executor, String block, boolean memory, boolean disk, int inMemory, int onDisk) {
        return event(
                ("{'Event':'SparkListenerBlockUpdated','Block Updated Info':{'Block Manager ID':{'Executor ID':'%s','Host':'h','Port':1},'Block ID':'%s',"
                                + "'Storage Level':{'Use Disk':%b,'Use Memory':%b,'Deserialized':true,'Replication':1},'Memory Size':%d,'Disk Size':%d}}")
                        .formatted(executor, block, disk, memory, inMemory, onDisk));
    }

    private static SparkEvent unpersisted(int rdd) {
        return event("{'Event':'SparkListenerUnpersistRDD','RDD ID':%d}".formatted(rdd));
    }

    /// Partition 0 on both executors, 1 on the first and then spilled to its disk, 2 on the second.
    private static List<SparkEvent> kept() {
        return new ArrayList<>(
                List.of(
                        executor("1"),
                        executor("2"),
                        stage(0, 5),
                        block("1", "rdd_5_0", true, false, 100, 0),
                        block("2", "rdd_5_0", true, false, 100, 0),
                        block("1", "rdd_5_1", true, false, 70, 0),
                        block("2", "rdd_5_2", true, false, 30, 0),
                        block("1", "broadcast_0_piece0", true, false, 8, 0),
                        block("1", "rdd_5_1", false, true, 70, 50)));
    }

    private static ExecutorRun executor(TestStore test, String id) {
        return test.store.executors(RUN).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void blocks_areToldByPartitionAndByExecutor() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, kept(), 1);

            assertThat(test.store.rdds(RUN)).extracting(RddRun::id).containsExactly(5);
            RddRun rdd = test.store.rdd(RUN, 5).orElseThrow();
            assertThat(rdd.name()).isEqualTo("orders");
            assertThat(rdd.level().description())
                    .isEqualTo("Disk Memory Deserialized 1x Replicated");
            assertThat(rdd.cachedPartitions()).isEqualTo(3);
            assertThat(rdd.memoryBytes()).isEqualTo(230);
            assertThat(rdd.diskBytes()).isEqualTo(50);
            assertThat(rdd.peakMemoryBytes()).isEqualTo(300);
            assertThat(rdd.executors())
                    .containsExactly(
                            new RddShare("1", 2, 100, 0, 50), new RddShare("2", 2, 130, 0, 0));
            List<StoredBlock> blocks = test.store.storedBlocks(RUN, 5);
            assertThat(blocks.getFirst().executors()).containsExactly("1", "2");
            assertThat(blocks.getFirst().memoryBytes()).isEqualTo(200);
            assertThat(blocks.get(1).diskBytes()).isEqualTo(50);
            assertThat(executor(test, "1").storage())
                    .satisfies(storage -> {
                        assertThat(storage.usedOnHeapBytes()).isEqualTo(108);
                        assertThat(storage.usedDiskBytes()).isEqualTo(50);
                        assertThat(storage.rddBlocks()).isEqualTo(2);
                    });
        }
    }

    @Test
    void removedExecutor_takesItsBlocksAlong() {
        List<SparkEvent> events = kept();
        events.add(
                event(
                        "{'Event':'SparkListenerExecutorRemoved','Timestamp':2000,'Executor ID':'2','Removed Reason':'idle'}"));
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, events, 4);

            RddRun rdd = test.store.rdd(RUN, 5).orElseThrow();
            assertThat(rdd.cachedPartitions()).isEqualTo(2);
            assertThat(rdd.memoryBytes()).isEqualTo(100);
            assertThat(rdd.executors()).extracting(RddShare::executorId).containsExactly("1");
        }
    }

    @Test
    void unpersisted_leavesItsPeakAlone() {
        List<SparkEvent> events = kept();
        events.add(unpersisted(5));
        events.add(block("1", "rdd_5_0", true, false, 1, 0)); // too late to count
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, events, 1);

            RddRun rdd = test.store.rdd(RUN, 5).orElseThrow();
            assertThat(rdd.unpersisted()).isTrue();
            assertThat(rdd.memoryBytes()).isZero();
            assertThat(rdd.peakMemoryBytes()).isEqualTo(300);
            assertThat(test.store.storedBlocks(RUN, 5)).isEmpty();
            assertThat(executor(test, "2").storage().usedBytes()).isZero();
        }
    }

    /// A stream that keeps each batch for a moment.
    @Test
    void ofManyThatWereLetGo_theFirstThousandAreKept() {
        List<SparkEvent> events = new ArrayList<>();
        for (int i = 0; i < StorageFold.UNPERSISTED_MAX + 300; i++) {
            events.add(stage(i, i));
            events.add(unpersisted(i));
        }
        events.add(stage(5000, 5000));
        try (TestStore test = new TestStore(folder.resolve("a"));
                TestStore other = new TestStore(folder.resolve("b"))) {
            FoldLogs.grow(test, events, 37);
            FoldLogs.grow(other, events, events.size());

            assertThat(test.store.rdds(RUN)).hasSize(StorageFold.UNPERSISTED_MAX + 1);
            assertThat(test.store.rdd(RUN, 5000)).isPresent();
            assertThat(test.store.dump(RUN)).isEqualTo(other.store.dump(RUN));
        }
    }

    @Test
    void realLog_hasItsDatasets() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            FoldLogs.read(test, FoldLogs.events("keeps-4.3", folder));

            RddRun kept = test.store.rdd(RUN, 4).orElseThrow();
            assertThat(kept.partitions()).isEqualTo(4);
            assertThat(kept.cachedPartitions()).isEqualTo(4);
            assertThat(kept.memoryBytes()).isEqualTo(573 + 579 + 584 + 584);
            assertThat(test.store.rdds(RUN))
                    .filteredOn(RddRun::unpersisted)
                    .extracting(RddRun::name)
                    .contains("numbers");
        }
    }
}
