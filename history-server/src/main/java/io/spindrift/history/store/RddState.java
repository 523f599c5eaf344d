package io.spindrift.history.store;

import io.spindrift.history.RddRun;
import io.spindrift.history.RddRun.RddShare;
import io.spindrift.history.RddRun.StorageLevel;
import io.spindrift.history.RddRun.StoredBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A dataset that is to be kept, while its log is being folded.
final class RddState {
    /// Copies of partitions; a dataset of more is known by the first of them.
    private static final int COPIES_MAX = 200_000;

    final int id;
    boolean dirty = true;
    String name = "";
    StorageLevel level = StorageLevel.NONE;
    int partitions;
    boolean unpersisted;
    long memoryBytes;
    long diskBytes;
    long peakMemoryBytes;
    long peakDiskBytes;
    int copies;

    /// By partition, and then by executor in the order in which they came by it.
    final TreeMap<Integer, Map<String, Copy>> blocks = new TreeMap<>();

    RddState(int id) {
        this.id = id;
    }

    /// What one executor keeps of one partition.
    record Copy(StorageLevel level, long memoryBytes, long diskBytes) {}

    boolean live() {
        return !unpersisted;
    }

    /// How many copies more, or fewer, there are now: 1, 0 or -1.
    int put(int partition, String executorId, Copy copy) {
        Map<String, Copy> held = blocks.get(partition);
        Copy before = held == null ? null : held.get(executorId);
        if (copy.level.kept()) {
            if (before == null && copies >= COPIES_MAX) {
                return 0;
            }
            blocks.computeIfAbsent(partition, key -> new LinkedHashMap<>()).put(executorId, copy);
        } else if (held != null && before != null) {
            held.remove(executorId);
            if (held.isEmpty()) {
                blocks.remove(partition);
            }
        }
        Copy after = copy.level.kept() ? copy : NOTHING;
        Copy was = before == null ? NOTHING : before;
        memoryBytes += after.memoryBytes - was.memoryBytes;
        diskBytes += after.diskBytes - was.diskBytes;
        peakMemoryBytes = Math.max(peakMemoryBytes, memoryBytes);
        peakDiskBytes = Math.max(peakDiskBytes, diskBytes);
        int more = (copy.level.kept() ? 1 : 0) - (before == null ? 0 : 1);
        copies += more;
        return more;
    }

    private static final Copy NOTHING = new Copy(StorageLevel.NONE, 0, 0);

    /// The executor is gone, and what it kept with it.
    void drop(String executorId) {
        for (int partition : List.copyOf(blocks.keySet())) {
            put(partition, executorId, NOTHING);
        }
    }

    void clear() {
        blocks.clear();
        copies = 0;
        memoryBytes = 0;
        diskBytes = 0;
    }

    RddRun toRun() {
        return new RddRun(
                id,
                name,
                level,
                partitions,
                blocks.size(),
                memoryBytes,
                diskBytes,
                peakMemoryBytes,
                peakDiskBytes,
                unpersisted,
                shares());
    }

    List<RddShare> shares() {
        Map<String, RddShare> shares = new TreeMap<>();
        blocks.values()
                .forEach(held ->
                        held.forEach((executor, copy) ->
                                shares.merge(executor, share(executor, copy), RddState::sum)));
        return List.copyOf(shares.values());
    }

    private static RddShare share(String executor, Copy copy) {
        boolean offHeap = copy.level.offHeap();
        return new RddShare(
                executor,
                1,
                offHeap ? 0 : copy.memoryBytes,
                offHeap ? copy.memoryBytes : 0,
                copy.diskBytes);
    }

    private static RddShare sum(RddShare one, RddShare other) {
        return new RddShare(
                one.executorId(),
                one.blocks() + other.blocks(),
                one.onHeapBytes() + other.onHeapBytes(),
                one.offHeapBytes() + other.offHeapBytes(),
                one.diskBytes() + other.diskBytes());
    }

    List<StoredBlock> toBlocks() {
        List<StoredBlock> stored = new ArrayList<>(blocks.size());
        blocks.forEach((partition, held) -> {
            Collection<Copy> each = held.values();
            stored.add(
                    new StoredBlock(
                            partition,
                            each.iterator().next().level,
                            each.stream().mapToLong(Copy::memoryBytes).sum(),
                            each.stream().mapToLong(Copy::diskBytes).sum(),
                            List.copyOf(held.keySet())));
        });
        return stored;
    }
}
