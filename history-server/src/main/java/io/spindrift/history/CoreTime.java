package io.spindrift.history;

/// What slots did with their time, in core-milliseconds: `cpuMillis` computing, `gcMillis`
/// collecting garbage, `shuffleMillis` waiting for or writing shuffle blocks, `ioMillis` all other
/// waiting inside a task (also Python's own CPU, which Spark does not see), `internalsMillis`
/// scheduling, (de)serialising and fetching results. The five add up to the task time, but where
/// Spark's own measures overlap (a collection while shuffle blocks were awaited).
public record CoreTime(
        long cpuMillis, long gcMillis, long shuffleMillis, long ioMillis, long internalsMillis) {
    public static final CoreTime NONE = new CoreTime(0, 0, 0, 0, 0);

    public long busyMillis() {
        return cpuMillis + gcMillis + shuffleMillis + ioMillis + internalsMillis;
    }

    public CoreTime plus(CoreTime other) {
        return new CoreTime(
                cpuMillis + other.cpuMillis,
                gcMillis + other.gcMillis,
                shuffleMillis + other.shuffleMillis,
                ioMillis + other.ioMillis,
                internalsMillis + other.internalsMillis);
    }
}
