package io.spindrift.history.store;

import io.spindrift.history.CoreTime;
import io.spindrift.history.TaskMetric;

/// Where one task's time went, in microseconds by the categories of [CoreSeries].
final class TaskTime {
    private static final int RUN = TaskMetric.EXECUTOR_RUN_MILLIS.column();
    private static final int CPU = TaskMetric.EXECUTOR_CPU_NANOS.column();
    private static final int DESERIALIZE = TaskMetric.EXECUTOR_DESERIALIZE_MILLIS.column();
    private static final int DESERIALIZE_CPU = TaskMetric.EXECUTOR_DESERIALIZE_CPU_NANOS.column();
    private static final int SERIALIZE = TaskMetric.RESULT_SERIALIZATION_MILLIS.column();
    private static final int GC = TaskMetric.JVM_GC_MILLIS.column();
    private static final int FETCH_WAIT = TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS.column();
    private static final int SHUFFLE_WRITE = TaskMetric.SHUFFLE_WRITE_NANOS.column();

    private TaskTime() {}

    /// From launch to finish, less what Spark measured on the executor and for the result.
    static long schedulerDelayMillis(
            long durationMillis, long gettingResultMillis, long[] metrics) {
        return Math.max(
                0,
                durationMillis
                        - metrics[RUN]
                        - metrics[DESERIALIZE]
                        - metrics[SERIALIZE]
                        - gettingResultMillis);
    }

    /// Fills `out`. A task without metrics is all internals: nobody measured it.
    static void categorize(
            long durationMillis, long gettingResultMillis, long[] metrics, long[] out) {
        long delay = schedulerDelayMillis(durationMillis, gettingResultMillis, metrics);
        long runCpu = metrics[CPU] / 1000;
        long deserializeCpu = metrics[DESERIALIZE_CPU] / 1000;
        long gc = metrics[GC] * 1000;
        long shuffle = metrics[FETCH_WAIT] * 1000 + metrics[SHUFFLE_WRITE] / 1000;
        out[CoreSeries.CPU] = runCpu + deserializeCpu;
        out[CoreSeries.GC] = gc;
        out[CoreSeries.SHUFFLE] = shuffle;
        out[CoreSeries.IO] = Math.max(0, metrics[RUN] * 1000 - runCpu - gc - shuffle);
        out[CoreSeries.INTERNALS] =
                (delay + metrics[SERIALIZE] + gettingResultMillis) * 1000
                        + Math.max(0, metrics[DESERIALIZE] * 1000 - deserializeCpu);
    }

    static CoreTime toCoreTime(long[] micros) {
        return new CoreTime(
                micros[CoreSeries.CPU] / 1000,
                micros[CoreSeries.GC] / 1000,
                micros[CoreSeries.SHUFFLE] / 1000,
                micros[CoreSeries.IO] / 1000,
                micros[CoreSeries.INTERNALS] / 1000);
    }
}
