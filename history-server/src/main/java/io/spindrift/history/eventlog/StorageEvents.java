package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.history.eventlog.SparkEvent.RddInfo;
import io.spindrift.history.eventlog.StorageEvent.Level;
import java.util.ArrayList;
import java.util.List;

/// Reads what the log tells of blocks and of datasets that are to be kept.
final class StorageEvents {
    private StorageEvents() {}

    static StorageEvent read(String name, JsonNode event) {
        if (name.equals("SparkListenerUnpersistRDD")) {
            return new StorageEvent.Unpersisted(Json.integer(event, "RDD ID", -1));
        }
        JsonNode info = event.path("Block Updated Info");
        return new StorageEvent.BlockUpdated(
                Json.text(info.path("Block Manager ID"), "Executor ID"),
                Json.text(info, "Block ID"),
                level(info.path("Storage Level")),
                Json.number(info, "Memory Size"),
                Json.number(info, "Disk Size"));
    }

    static List<RddInfo> kept(JsonNode rdds) {
        List<RddInfo> kept = new ArrayList<>(0);
        for (JsonNode rdd : rdds) {
            Level level = level(rdd.path("Storage Level"));
            if (level.kept()) {
                kept.add(
                        new RddInfo(
                                Json.integer(rdd, "RDD ID", -1),
                                Json.text(rdd, "Name"),
                                level,
                                Json.integer(rdd, "Number of Partitions", 0)));
            }
        }
        return kept;
    }

    private static Level level(JsonNode level) {
        return new Level(
                level.path("Use Disk").asBoolean(),
                level.path("Use Memory").asBoolean(),
                level.path("Use Off Heap").asBoolean(),
                level.path("Deserialized").asBoolean(),
                Json.integer(level, "Replication", 1));
    }
}
