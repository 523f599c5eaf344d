package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.DriverFigures;
import io.spindrift.app.DriverFigures.Counts;

/// What an observed driver told of itself, as parts of its application's item.
final class DriverView {
    private DriverView() {}

    /// Puts them where a run's own figures would stand, and beside them whose word they are.
    static void put(ObjectNode item, DriverFigures told) {
        ObjectNode metrics = (ObjectNode) item.get("metrics");
        metrics.put("shuffleReadBytes", told.shuffleReadBytes());
        metrics.put("shuffleWriteBytes", told.shuffleWriteBytes());
        metrics.set("tasks", counts(told.tasks()).put("killed", 0));
        metrics.set("stages", counts(told.stages()));
        metrics.put("executors", told.executors());
        ObjectNode driver = item.putObject("driver");
        driver.put("at", Json.time(told.at()));
        driver.put("executors", told.executors()).put("executorsEver", told.executorsEver());
        driver.put("cores", told.cores());
        driver.set("jobs", counts(told.jobs()));
        driver.set("stages", counts(told.stages()));
        driver.set("tasks", counts(told.tasks()));
        driver.put("taskMillis", told.taskMillis());
    }

    private static ObjectNode counts(Counts counts) {
        return Json.object()
                .put("total", counts.total())
                .put("completed", counts.completed())
                .put("active", counts.active())
                .put("failed", counts.failed());
    }
}
