package io.spindrift.http;

/// What `/metrics` tells of each application. All are gauges, also what only grows: the sum over
/// the applications that are not named one by one falls when one of them ends.
enum AppFigure {
    CORES("cores", "Cores of the containers that live"),
    MEMORY_LIMIT("memory_limit_bytes", "Memory that the containers that live may use"),
    MEMORY("memory_bytes", "Resident memory of the containers that live, where it is sampled"),
    MEMORY_CHARGED(
            "memory_charged_bytes", "What counts against the limits of containers that live"),
    MEMORY_NEAREST(
            "memory_limit_ratio", "What counts of the limit, in the container nearest to it"),
    MEMORY_PEAK("memory_peak_bytes", "The highest memory of any one container so far"),
    CONTAINER_CPU("container_cpu_seconds", "CPU time of the containers that live so far"),
    CPU_PERIODS("cpu_periods", "Periods under a limit of CPU of the containers that live so far"),
    CPU_PERIODS_THROTTLED(
            "cpu_periods_throttled", "Those of the periods in which the limit held them up"),
    CPU_THROTTLED("cpu_throttled_seconds", "Time for which the limit of CPU held them up so far"),
    EXECUTORS("executors", "Executors that live"),
    TASKS_ACTIVE("tasks_active", "Tasks that run"),
    TASKS_COMPLETED("tasks_completed", "Tasks that have succeeded so far"),
    TASKS_FAILED("tasks_failed", "Tasks that have failed so far"),
    CPU_SECONDS("task_cpu_seconds", "CPU time of tasks so far"),
    SHUFFLE_READ("shuffle_read_bytes", "Shuffle data read so far"),
    SHUFFLE_WRITTEN("shuffle_written_bytes", "Shuffle data written so far"),
    READ("read_bytes", "Data read so far"),
    WRITTEN("written_bytes", "Data written so far"),
    COST("cost", "Cost so far, in the currency of the settings");

    private final String metric;
    private final String help;

    AppFigure(String metric, String help) {
        this.metric = "spindrift_application_" + metric;
        this.help = help;
    }

    /// Whether that of several applications is the highest of theirs, not their sum.
    boolean highest() {
        return this == MEMORY_PEAK || this == MEMORY_NEAREST;
    }

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }
}
