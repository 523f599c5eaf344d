package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.CoreTime;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Pieces of JSON that several of our answers have.
final class Json {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : TIME.format(at);
    }

    static @Nullable Long millisBetween(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : to.toEpochMilli() - from.toEpochMilli();
    }

    static ArrayNode numbers(Collection<? extends Number> values) {
        ArrayNode array = array();
        for (Number value : values) {
            array.add(value.longValue());
        }
        return array;
    }

    static ArrayNode texts(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode sorted(Map<String, Long> values) {
        ObjectNode json = object();
        new TreeMap<>(values).forEach(json::put);
        return json;
    }

    static ObjectNode sortedTexts(Map<String, String> values) {
        ObjectNode json = object();
        new TreeMap<>(values).forEach(json::put);
        return json;
    }

    static ObjectNode tasks(TaskCounts tasks) {
        return object().put("total", tasks.total())
                .put("completed", tasks.completed())
                .put("active", tasks.active())
                .put("failed", tasks.failed())
                .put("killed", tasks.killed());
    }

    static ObjectNode coreTime(CoreTime time) {
        return object().put("cpuMillis", time.cpuMillis())
                .put("ioMillis", time.ioMillis())
                .put("shuffleMillis", time.shuffleMillis())
                .put("gcMillis", time.gcMillis())
                .put("internalsMillis", time.internalsMillis());
    }

    /// What was read, written and spilled, under the names that all answers use.
    static ObjectNode putBytes(ObjectNode to, TaskMetrics metrics) {
        return to.put("readBytes", metrics.of(TaskMetric.INPUT_BYTES))
                .put("writtenBytes", metrics.of(TaskMetric.OUTPUT_BYTES))
                .put("shuffleReadBytes", metrics.shuffleReadBytes())
                .put("shuffleWriteBytes", metrics.of(TaskMetric.SHUFFLE_BYTES_WRITTEN))
                .put("spillBytes", metrics.of(TaskMetric.DISK_SPILLED_BYTES));
    }

    static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }
}
