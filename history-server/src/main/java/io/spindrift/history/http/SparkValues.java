package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.Accumulator;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.PeakMetrics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values as Spark's REST API writes them: `2026-11-20T02:15:00.123GMT`, absent rather than null.
final class SparkValues {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'GMT'").withZone(ZoneOffset.UTC);

    private SparkValues() {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    static void putTime(ObjectNode to, String name, @Nullable Instant at) {
        if (at != null) {
            to.put(name, time(at));
        }
    }

    static void put(ObjectNode to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    static ArrayNode numbers(Collection<Integer> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode decimals(List<Double> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode counts(Map<String, Integer> values) {
        ObjectNode json = Json.object();
        new TreeMap<>(values).forEach(json::put);
        return json;
    }

    static ObjectNode texts(Map<String, String> values) {
        ObjectNode json = Json.object();
        new TreeMap<>(values).forEach(json::put);
        return json;
    }

    static ObjectNode peaks(PeakMetrics peaks) {
        ObjectNode json = Json.object();
        for (PeakMetric metric : PeakMetric.values()) {
            json.put(metric.sparkName(), peaks.of(metric));
        }
        return json;
    }

    static ArrayNode accumulators(List<Accumulator> accumulators) {
        ArrayNode array = Json.array();
        for (Accumulator each : accumulators) {
            ObjectNode json = array.addObject().put("id", each.id()).put("name", each.name());
            put(json, "update", each.update());
            json.put("value", each.value());
        }
        return array;
    }
}
