package io.spindrift.history.store;

import io.spindrift.history.RddRun.RddShare;
import io.spindrift.history.RddRun.StorageLevel;
import io.spindrift.history.eventlog.SparkEvent.RddInfo;
import io.spindrift.history.eventlog.SparkEvent.StageInfo;
import io.spindrift.history.eventlog.StorageEvent;
import io.spindrift.history.store.RddState.Copy;

/// What events say of datasets that are kept, and of executors' room for them.
final class StorageFold {
    /// Streams keep a dataset for each batch and let go of it; those beyond are only counted.
    static final int UNPERSISTED_MAX = 1_000;

    /// Plans are names of what SQL keeps.
    private static final int NAME_MAX = 4 << 10;

    private static final String RDD_BLOCK = "rdd_";

    private final Fold fold;

    StorageFold(Fold fold) {
        this.fold = fold;
    }

    /// A stage says of all datasets that it goes through whether they are to be kept.
    void stage(StageInfo stage) {
        for (RddInfo info : stage.keptRdds()) {
            if (info.id() < 0) {
                continue;
            }
            RddState rdd = fold.rdd(info.id());
            if (rdd == null) {
                rdd = new RddState(info.id());
                fold.rdds.put(info.id(), rdd);
            }
            rdd.dirty = true;
            rdd.name = FailureText.cut(info.name(), NAME_MAX);
            rdd.level = level(info.level());
            rdd.partitions = info.partitions();
            if (rdd.unpersisted) {
                rdd.unpersisted = false;
                fold.app.unpersistedRdds--;
            }
        }
    }

    private static StorageLevel level(StorageEvent.Level level) {
        return new StorageLevel(
                level.disk(),
                level.memory(),
                level.offHeap(),
                level.deserialized(),
                level.replication());
    }

    void apply(StorageEvent event) {
        switch (event) {
            case StorageEvent.Unpersisted unpersisted -> unpersisted(unpersisted.rddId());
            case StorageEvent.BlockUpdated updated -> updated(updated);
        }
    }

    private void unpersisted(int id) {
        RddState rdd = fold.rdds.get(id);
        if (rdd == null || rdd.unpersisted) {
            return; // kept by no stage that ran
        }
        for (RddShare share : rdd.shares()) {
            ExecutorState executor = fold.executors.get(share.executorId());
            if (executor != null) {
                executor.rddBlocks -= share.blocks();
                room(executor, false, -share.onHeapBytes(), -share.diskBytes());
                room(executor, true, -share.offHeapBytes(), 0);
            }
        }
        rdd.clear();
        rdd.unpersisted = true;
        rdd.dirty = true;
        if (fold.app.unpersistedRdds++ >= UNPERSISTED_MAX) {
            fold.rdds.remove(id);
            fold.droppedRdds.add(id);
        }
    }

    private void updated(StorageEvent.BlockUpdated event) {
        ExecutorState executor = fold.executors.get(event.executorId());
        StorageEvent.Level level = event.level();
        long memory = level.memory() ? event.memoryBytes() : -event.memoryBytes();
        long disk = level.disk() ? event.diskBytes() : -event.diskBytes();
        if (executor != null) {
            room(executor, level.offHeap(), memory, disk);
        }
        int[] block = rddBlock(event.blockId());
        RddState rdd = block == null ? null : fold.rdds.get(block[0]);
        if (block == null || rdd == null || rdd.unpersisted) {
            return;
        }
        Copy copy =
                new Copy(
                        level(level),
                        level.memory() ? event.memoryBytes() : 0,
                        level.disk() ? event.diskBytes() : 0);
        int more = rdd.put(block[1], event.executorId(), copy);
        rdd.dirty = true;
        if (executor != null) {
            executor.rddBlocks += more;
        }
    }

    /// Never below nothing: the log may begin in the middle.
    private static void room(ExecutorState executor, boolean offHeap, long memory, long disk) {
        executor.dirty = true;
        if (offHeap) {
            executor.usedOffHeapBytes = Math.max(0, executor.usedOffHeapBytes + memory);
        } else {
            executor.usedOnHeapBytes = Math.max(0, executor.usedOnHeapBytes + memory);
        }
        executor.usedDiskBytes = Math.max(0, executor.usedDiskBytes + disk);
    }

    void executorRemoved(String executorId) {
        for (RddState rdd : fold.rdds.values()) {
            if (rdd.copies > 0) {
                rdd.drop(executorId);
                rdd.dirty = true;
            }
        }
    }

    /// `rdd_7_3` → 7 and 3; nothing for another sort of block.
    private static int @org.jspecify.annotations.Nullable [] rddBlock(String id) {
        int split = id.indexOf('_', RDD_BLOCK.length());
        if (!id.startsWith(RDD_BLOCK) || split < 0) {
            return null;
        }
        try {
            return new int[] {
                Integer.parseInt(id, RDD_BLOCK.length(), split, 10),
                Integer.parseInt(id, split + 1, id.length(), 10)
            };
        } catch (NumberFormatException e) {
            return null; // not one of Spark's
        }
    }
}
