package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.StreamingPoint;
import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.StreamingQueryRun.StateOperator;
import io.spindrift.history.StreamingQueryRun.StreamingProgress;
import io.spindrift.history.StreamingQueryRun.StreamingSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Queries of Structured Streaming; one with its progress over time.
final class StreamingAnswers {
    private static final Map<String, Comparator<StreamingQueryRun>> SORTS =
            Map.of(
                    "name", Rows.by(StreamingQueryRun::name),
                    "state", Comparator.comparing(query -> SpanState.of(query.status()).name()),
                    "startedAt", Comparator.comparing(StreamingQueryRun::startedAt),
                    "endedAt", Rows.by(StreamingQueryRun::endedAt),
                    "batches", Comparator.comparingLong(StreamingQueryRun::batches),
                    "inputRows", Comparator.comparingLong(StreamingQueryRun::inputRows));

    private final History history;

    StreamingAnswers(History history) {
        this.history = history;
    }

    Answer queries(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request);
        List<StreamingQueryRun> newest = history.streamingQueries(run).reversed();
        return Rows.page("streamingQuery", query, newest, SORTS, StreamingAnswers::json);
    }

    Answer query(ServerRequest request, RunId run) {
        Parameters.of(request);
        String id = request.path().pathParameters().get("queryRunId");
        StreamingQueryRun query =
                history.streamingQuery(run, id)
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "there is no streaming query " + id + " in " + run));
        ObjectNode json = json(query);
        json.set("last", last(query.last()));
        ArrayNode points = json.putArray("points");
        history.streamingProgress(run, id).forEach(point -> points.add(json(point)));
        return Answer.one("streamingQuery", json);
    }

    private static ObjectNode json(StreamingQueryRun query) {
        return Json.object()
                .put("queryRunId", query.runId())
                .put("queryId", query.id())
                .put("name", query.name())
                .put("state", SpanState.of(query.status()).name())
                .put("startedAt", Json.time(query.startedAt()))
                .put("endedAt", Json.time(query.endedAt()))
                .put("durationMillis", Json.millisBetween(query.startedAt(), query.endedAt()))
                .put("lastActiveAt", Json.time(query.lastActiveAt()))
                .put("error", query.error())
                .put("errorClass", query.errorClass())
                .put("batches", query.batches())
                .put("lastBatchId", query.last() == null ? null : query.last().batchId())
                .put("inputRows", query.inputRows())
                .put("outputRows", query.outputRows())
                .put("batchMillis", query.batchMillis())
                .put("longestBatchMillis", query.longestBatchMillis())
                .put("droppedRows", query.droppedRows())
                .put("stateBytesMax", query.stateBytesMax());
    }

    private static ObjectNode json(StreamingPoint point) {
        ObjectNode json =
                Json.object()
                        .put("at", Json.time(point.at()))
                        .put("batchId", point.batchId())
                        .put("batches", point.batches())
                        .put("inputRows", point.inputRows())
                        .put("outputRows", point.outputRows())
                        .put("inputRowsPerSecond", point.inputRowsPerSecond())
                        .put("processedRowsPerSecond", point.processedRowsPerSecond())
                        .put("batchMillis", point.batchMillis())
                        .put("longestBatchMillis", point.longestBatchMillis())
                        .put("stateRows", point.stateRows())
                        .put("stateBytes", point.stateBytes())
                        .put("droppedRows", point.droppedRows())
                        .put("watermark", Json.time(point.watermark()));
        json.set("partMillis", Json.sorted(point.partMillis()));
        return json;
    }

    private static @Nullable ObjectNode last(@Nullable StreamingProgress progress) {
        if (progress == null) {
            return null;
        }
        ObjectNode json =
                Json.object()
                        .put("at", Json.time(progress.at()))
                        .put("batchId", progress.batchId())
                        .put("inputRows", progress.inputRows())
                        .put("inputRowsPerSecond", progress.inputRowsPerSecond())
                        .put("processedRowsPerSecond", progress.processedRowsPerSecond());
        json.set("durationMillis", Json.sorted(progress.durationMillis()));
        json.set("eventTime", Json.sortedTexts(progress.eventTime()));
        ArrayNode operators = json.putArray("operators");
        progress.operators().forEach(each -> operators.add(json(each)));
        ArrayNode sources = json.putArray("sources");
        progress.sources().forEach(each -> sources.add(json(each)));
        ObjectNode sink =
                json.putObject("sink")
                        .put("description", progress.sink().description())
                        .put("outputRows", progress.sink().outputRows());
        sink.set("metrics", Json.sortedTexts(progress.sink().metrics()));
        json.set("observed", Json.sortedTexts(progress.observed()));
        return json;
    }

    private static ObjectNode json(StateOperator operator) {
        ObjectNode json =
                Json.object()
                        .put("name", operator.name())
                        .put("rows", operator.rows())
                        .put("updatedRows", operator.updatedRows())
                        .put("removedRows", operator.removedRows())
                        .put("memoryBytes", operator.memoryBytes())
                        .put("commitMillis", operator.commitMillis())
                        .put("droppedRows", operator.droppedRows())
                        .put("shufflePartitions", operator.shufflePartitions());
        json.set("custom", Json.sorted(operator.custom()));
        return json;
    }

    private static ObjectNode json(StreamingSource source) {
        ObjectNode json =
                Json.object()
                        .put("description", source.description())
                        .put("startOffset", source.startOffset())
                        .put("endOffset", source.endOffset())
                        .put("latestOffset", source.latestOffset())
                        .put("inputRows", source.inputRows())
                        .put("inputRowsPerSecond", source.inputRowsPerSecond())
                        .put("processedRowsPerSecond", source.processedRowsPerSecond());
        json.set("metrics", Json.sortedTexts(source.metrics()));
        return json;
    }
}
