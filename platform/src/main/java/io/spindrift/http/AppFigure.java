package io.spindrift.http;

/// What `/metrics` tells of each application. All are gauges, also what only grows: the sum over
/// the applications that are not named one by one falls when one of them ends.
enum AppFigure {
    CORES("cores", "Cores of the containers that live"),
    MEMORY_LIMIT("memory_limit_bytes", "Memory that the containers that live may use"),
    MEMORY("memory_bytes", "Resident memory of the containers that live, where it is sampled"),
    MEMORY_PEAK("memory_peak_bytes", "The highest memory of any one container so far"),
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

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }
}
