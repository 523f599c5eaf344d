package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what queries of Structured Streaming report. Spark wrote these with whatever fields its
/// progress had at the time: all are optional.
final class StreamEvents {
    /// Offsets of a thousand partitions, plans as descriptions: enough to read, not to drown in.
    private static final int TEXT_MAX = 16 << 10;

    private StreamEvents() {}

    /// @param simple the class's name without its package
    static @Nullable StreamEvent read(String simple, JsonNode event) {
        return switch (simple) {
            case "StreamingQueryListener$QueryStartedEvent" ->
                    new StreamEvent.Started(
                            Json.text(event, "runId"),
                            Json.text(event, "id"),
                            Json.textOrNull(event, "name"),
                            millis(Json.textOrNull(event, "timestamp")));
            case "StreamingQueryListener$QueryProgressEvent" -> progress(event.path("progress"));
            case "StreamingQueryListener$QueryIdleEvent" ->
                    new StreamEvent.Idle(
                            Json.text(event, "runId"),
                            Json.text(event, "id"),
                            millis(Json.textOrNull(event, "timestamp")));
            case "StreamingQueryListener$QueryTerminatedEvent" ->
                    new StreamEvent.Terminated(
                            Json.text(event, "runId"),
                            Json.text(event, "id"),
                            Json.textOrNull(event, "exception"),
                            Json.textOrNull(event, "errorClassOnException"));
            default -> null;
        };
    }

    private static StreamEvent progress(JsonNode progress) {
        List<StreamEvent.Operator> operators = new ArrayList<>();
        progress.path("stateOperators").forEach(each -> operators.add(operator(each)));
        List<StreamEvent.Source> sources = new ArrayList<>();
        progress.path("sources").forEach(each -> sources.add(source(each)));
        JsonNode sink = progress.path("sink");
        return new StreamEvent.Progressed(
                Json.text(progress, "runId"),
                Json.text(progress, "id"),
                Json.textOrNull(progress, "name"),
                millis(Json.textOrNull(progress, "timestamp")),
                progress.path("batchId").asLong(-1),
                progress.path("batchDuration").asLong(-1),
                numbers(progress.path("durationMs")),
                plain(progress.path("eventTime")),
                operators,
                sources,
                new StreamEvent.Sink(
                        cut(Json.text(sink, "description")),
                        sink.path("numOutputRows").asLong(-1),
                        plain(sink.path("metrics"))),
                plain(progress.path("observedMetrics")));
    }

    private static StreamEvent.Operator operator(JsonNode operator) {
        return new StreamEvent.Operator(
                Json.text(operator, "operatorName"),
                Json.number(operator, "numRowsTotal"),
                Json.number(operator, "numRowsUpdated"),
                Json.number(operator, "numRowsRemoved"),
                Json.number(operator, "memoryUsedBytes"),
                Json.number(operator, "commitTimeMs"),
                Json.number(operator, "numRowsDroppedByWatermark"),
                Json.number(operator, "numShufflePartitions"),
                numbers(operator.path("customMetrics")));
    }

    private static StreamEvent.Source source(JsonNode source) {
        return new StreamEvent.Source(
                cut(Json.text(source, "description")),
                offset(source.get("startOffset")),
                offset(source.get("endOffset")),
                offset(source.get("latestOffset")),
                Json.number(source, "numInputRows"),
                rate(source.path("inputRowsPerSecond")),
                rate(source.path("processedRowsPerSecond")),
                plain(source.path("metrics")));
    }

    /// A text of JSON, or JSON itself.
    private static @Nullable String offset(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return cut(value.isValueNode() ? value.asText() : value.toString());
    }

    /// Spark divides by zero, and then writes `"NaN"` and `"Infinity"`.
    private static double rate(JsonNode value) {
        double rate = value.asDouble();
        return Double.isFinite(rate) ? rate : 0;
    }

    private static Map<String, Long> numbers(JsonNode object) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        object.properties().forEach(each -> numbers.put(each.getKey(), each.getValue().asLong()));
        return numbers;
    }

    private static Map<String, String> plain(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(each -> {
                    String text = offset(each.getValue());
                    texts.put(each.getKey(), text == null ? "" : text);
                });
        return texts;
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }

    /// 0 where there is no time.
    static long millis(@Nullable String time) {
        try {
            return time == null ? 0 : Instant.parse(time).toEpochMilli();
        } catch (DateTimeException e) {
            return 0; // not one of Spark's
        }
    }
}
