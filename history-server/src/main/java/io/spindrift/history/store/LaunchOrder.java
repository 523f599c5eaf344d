package io.spindrift.history.store;

import java.util.Arrays;

/// How long the ended tasks of a stage took, in the order in which they were launched.
final class LaunchOrder {
    private static final int MILLIS_MAX = Integer.MAX_VALUE;
    private static final long LAUNCH_MAX = 0xFFFF_FFFFL;

    private long[] launches = new long[256];
    private long[] durations = new long[256];
    private int tasks;

    static LaunchOrder of(StageTasks.Blocks blocks) {
        LaunchOrder order = new LaunchOrder();
        blocks.each((number, block) -> order.add(block));
        return order;
    }

    private void add(TaskColumns block) {
        int after = tasks + block.rows;
        if (after > launches.length) {
            launches = Arrays.copyOf(launches, Math.max(after, tasks * 2));
            durations = Arrays.copyOf(durations, launches.length);
        }
        for (int row = 0; row < block.rows; row++) {
            launches[tasks + row] = block.at(TaskColumns.LAUNCH, row);
            durations[tasks + row] = block.at(TaskColumns.DURATION, row);
        }
        tasks = after;
    }

    /// Launch (since the first, up to 49 days) and duration are sorted as one number each.
    int[] taskMillis() {
        long first = Arrays.stream(launches, 0, tasks).min().orElse(0);
        long[] keys = new long[tasks];
        for (int i = 0; i < tasks; i++) {
            long launch = Math.min(launches[i] - first, LAUNCH_MAX);
            keys[i] = launch << 31 | Math.clamp(durations[i], 0, MILLIS_MAX);
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) (key & MILLIS_MAX)).toArray();
    }
}
