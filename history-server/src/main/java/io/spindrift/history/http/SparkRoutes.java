package io.spindrift.history.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Spark's REST API v1, byte for byte as the history server of 4.3 writes it; mounted at `/api/v1`.
///
/// An application answers to Spark's id and to ours, an attempt to Spark's attempt id and to our
/// number. Nothing is trimmed: Spark's own server forgets all but the last thousand jobs and
/// stages. What differs on purpose: `logSourceName` tells no path; a word that is not known
/// (`status=bogus`) is a 404 in plain text, not a page.
public final class SparkRoutes implements HttpService {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Sends what fills a buffer, not each item on its own.
    private static final ObjectWriter LISTS =
            JSON.writerWithDefaultPrettyPrinter()
                    .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    /// At once, of a list: each sending costs the same, and a generator alone fills 8 kB.
    private static final int SENT_BYTES = 1 << 16;

    private static final List<String> STREAMING =
            List.of(
                    "statistics",
                    "receivers",
                    "receivers/{streamId}",
                    "batches",
                    "batches/{batchId}",
                    "batches/{batchId}/operations",
                    "batches/{batchId}/operations/{outputOpId}");

    private final KeptAnswers kept = new KeptAnswers();
    private final History history;
    private final String version;
    private final SparkApplications applications;
    private final SparkStages stages;
    private final SparkParts parts;
    private final SparkStorage storage;

    /// @param version what `/version` answers: the newest Spark version that this API follows
    public SparkRoutes(History history, String version) {
        this.history = history;
        this.version = version;
        this.applications = new SparkApplications(history);
        this.stages = new SparkStages(history);
        this.parts = new SparkParts(history);
        this.storage = new SparkStorage(history);
    }

    @Override
    public void routing(HttpRules rules) {
        answer(rules, "/version", request -> Json.object().put("spark", version));
        answer(rules, "/applications", applications::list, SparkRoutes::send);
        answer(
                rules,
                "/applications/{appId}",
                request -> applications.application(attempts(request)));
        ofRun(rules, "/applications/{appId}");
        answer(
                rules,
                "/applications/{appId}/{attemptId}",
                request -> applications.attempt(run(request), attempts(request).size() > 1));
        ofRun(rules, "/applications/{appId}/{attemptId}");
    }

    private void ofRun(HttpRules rules, String base) {
        ofRun(rules, base + "/jobs", parts::jobs);
        ofRun(rules, base + "/jobs/{jobId}", parts::job);
        listOfRun(rules, base + "/stages", stages::list);
        ofRun(rules, base + "/stages/{stageId}", stages::attempts);
        String stage = base + "/stages/{stageId}/{stageAttempt}";
        ofRun(rules, stage, stages::one);
        ofRun(rules, stage + "/taskSummary", stages::taskSummary);
        ofRun(rules, stage + "/taskList", stages::taskList);
        ofRun(rules, stage + "/taskTable", new SparkTaskTable(history)::page);
        ofRun(rules, base + "/executors", (request, run) -> parts.executors(run, true));
        ofRun(rules, base + "/executors/{executorId}/threads", (request, run) -> noThreads());
        ofRun(rules, base + "/threads", (request, run) -> noThreads());
        ofRun(rules, base + "/allexecutors", (request, run) -> parts.executors(run, false));
        ofRun(rules, base + "/allmiscellaneousprocess", (request, run) -> storage.processes(run));
        ofRun(rules, base + "/environment", (request, run) -> parts.environment(run));
        ofRun(rules, base + "/sql", parts::sqls);
        ofRun(rules, base + "/sql/{executionId}", parts::sql);
        ofRun(rules, base + "/storage/rdd", (request, run) -> storage.list(run));
        ofRun(rules, base + "/storage/rdd/{rddId}", storage::one);
        STREAMING.forEach(path -> answer(rules, base + "/streaming/" + path, this::noStreaming));
        rules.get(base + "/logs", this::logs);
    }

    private static JsonNode noThreads() {
        throw new SparkRefusal(503, "Thread dumps not available through the history server.");
    }

    /// Batches of DStreams are in no event log: Spark's own server tells this of every application.
    private JsonNode noStreaming(ServerRequest request) {
        throw SparkRefusal.notFound("no streaming listener attached to " + part(request).name());
    }

    private void ofRun(
            HttpRules rules, String path, BiFunction<ServerRequest, RunId, JsonNode> question) {
        answer(rules, path, request -> question.apply(request, part(request).id()));
    }

    /// Kept as it was sent: stages of a run that has ended are asked for again and again.
    private void listOfRun(
            HttpRules rules,
            String path,
            BiFunction<ServerRequest, RunId, Iterator<ObjectNode>> question) {
        rules.get(
                path,
                (request, response) -> {
                    try {
                        AppRun run = part(request);
                        String asked = request.path().path() + "?" + request.query().rawValue();
                        byte[] known = kept.of(run, asked);
                        if (known != null) {
                            response.header(HeaderNames.CONTENT_TYPE, "application/json")
                                    .send(known);
                            return;
                        }
                        Iterator<ObjectNode> items = question.apply(request, run.id());
                        KeptAnswers.Recording recording = kept.recording(run, asked);
                        send(response, items, recording::through);
                        recording.keep();
                    } catch (SparkRefusal e) {
                        refuse(response, e);
                    }
                });
    }

    private void answer(HttpRules rules, String path, Function<ServerRequest, JsonNode> question) {
        answer(rules, path, question, SparkRoutes::send);
    }

    private static <T> void answer(
            HttpRules rules,
            String path,
            Function<ServerRequest, T> question,
            BiConsumer<ServerResponse, T> send) {
        rules.get(
                path,
                (request, response) -> {
                    try {
                        send.accept(response, question.apply(request));
                    } catch (SparkRefusal e) {
                        refuse(response, e);
                    }
                });
    }

    private static void send(ServerResponse response, JsonNode json) {
        try {
            response.header(HeaderNames.CONTENT_TYPE, "application/json")
                    .send(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    private static void send(ServerResponse response, Iterator<ObjectNode> items) {
        send(response, items, out -> out);
    }

    /// What is refused of one is refused of all, so the first is made before anything is sent.
    private static void send(
            ServerResponse response,
            Iterator<ObjectNode> items,
            UnaryOperator<OutputStream> through) {
        List<ObjectNode> first = items.hasNext() ? List.of(items.next()) : List.of();
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        OutputStream sent = through.apply(response.outputStream());
        try (OutputStream out = new BufferedOutputStream(sent, SENT_BYTES);
                SequenceWriter json = LISTS.writeValuesAsArray(out)) {
            json.writeAll(first);
            while (items.hasNext()) {
                json.write(items.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the answer was not taken", e);
        }
    }

    private static void refuse(ServerResponse response, SparkRefusal refusal) {
        response.status(Status.create(refusal.status()))
                .header(HeaderNames.CONTENT_TYPE, "text/plain")
                .send(refusal.text().getBytes(StandardCharsets.UTF_8));
    }

    private List<AppRun> attempts(ServerRequest request) {
        String id = appId(request);
        List<AppRun> attempts = history.attempts(id);
        if (attempts.isEmpty()) {
            throw SparkRefusal.notFound("unknown app: " + id);
        }
        return attempts;
    }

    private AppRun run(ServerRequest request) {
        return find(request)
                .orElseThrow(() ->
                        SparkRefusal.notFound(
                                "unknown app " + appId(request) + ", attempt " + attempt(request)));
    }

    /// The run that a question is about; Spark has other words where it is not known.
    private AppRun part(ServerRequest request) {
        return part(request, "");
    }

    private AppRun part(ServerRequest request, String attemptOtherwise) {
        String asked = attempt(request);
        String attempt = asked.isEmpty() ? attemptOtherwise : asked;
        return find(request)
                .orElseThrow(() ->
                        SparkRefusal.notFound(
                                "no such app: "
                                        + appId(request)
                                        + (attempt.isEmpty() ? "" : "/" + attempt)));
    }

    private Optional<AppRun> find(ServerRequest request) {
        String attempt = attempt(request);
        return history.attempts(appId(request)).stream()
                .filter(run ->
                        attempt.isEmpty()
                                || attempt.equals(run.sparkAttemptId())
                                || attempt.equals(String.valueOf(run.id().attempt())))
                .findFirst();
    }

    private static String appId(ServerRequest request) {
        return request.path().pathParameters().get("appId");
    }

    private static String attempt(ServerRequest request) {
        return request.path().pathParameters().first("attemptId").orElse("");
    }

    /// The event log as it was written, in a zip.
    private void logs(ServerRequest request, ServerResponse response) {
        List<LogPart> parts;
        AppRun run;
        try {
            run = part(request, "1");
            parts = history.eventLog(run.id());
            if (parts.isEmpty()) {
                throw SparkRefusal.notFound(
                        "Event logs are not available for app: " + run.sparkAppId() + ".");
            }
        } catch (SparkRefusal e) {
            refuse(response, e);
            return;
        }
        String name = "eventLogs-" + run.id().appId() + ".zip";
        LogZip.send(response, "application/octet-stream", name, parts);
    }
}
