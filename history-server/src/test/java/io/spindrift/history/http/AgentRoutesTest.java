package io.spindrift.history.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.ContainerLoad;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PushIntake;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String LINES = "{\"Event\":\"a\"}\n{\"Event\":\"b\"}\n";
    private static final String EVENTS = "/agent/v1/runs/app-1/2/events?stream=s1&first=0";

    private final List<String> taken = new ArrayList<>();
    private final List<MemorySample> samples = new ArrayList<>();
    private final List<ContainerLoad> loads = new ArrayList<>();
    private WebServer server;

    @BeforeEach
    void start() {
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .register("/agent/v1", new AgentRoutes(new Noted(), new Bare()))
                        .error(
                                IllegalArgumentException.class,
                                (request, response, e) ->
                                        response.status(Status.BAD_REQUEST_400)
                                                .send(String.valueOf(e.getMessage())));
        server = WebServer.builder().host("127.0.0.1").port(0).routing(routing).build().start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-ndjson", "gzip", "zstd"})
    void batch_ofEachType_isTakenWhole(String type) throws Exception {
        HttpResponse<String> answer = post(EVENTS + "&last=true", type, compress(type));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(item(answer).path("next").asLong()).isEqualTo(2);
        assertThat(item(answer).path("ended").asBoolean()).isTrue();
        assertThat(taken).containsExactly("app-1/2 s1 0 true " + LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void batch_thatWasCutOff_isNotTaken(String type) throws Exception {
        byte[] body = compress(type);
        HttpResponse<String> answer =
                post(EVENTS, type, java.util.Arrays.copyOf(body, body.length - 5));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/agent/v1/runs/app-1/2/events?stream=s1, x-ndjson, 400",
        "/agent/v1/runs/app-1/2/events?first=0, x-ndjson, 400",
        "/agent/v1/runs/app-1/2/events?stream=s1&first=x, x-ndjson, 400",
        "/agent/v1/runs/app-1/0/events?stream=s1&first=0, x-ndjson, 400",
        "/agent/v1/runs/app%201/1/events?stream=s1&first=0, x-ndjson, 400",
        "/agent/v1/runs/app-1/2/events?stream=s1&first=0, pdf, 415",
        "/agent/v1/runs/app-1/2/events?stream=other&first=0, x-ndjson, 409",
    })
    void batch_thatIsWrong_isRefused(String path, String type, int status) throws Exception {
        assertThat(post(path, type, compress("x-ndjson")).statusCode()).isEqualTo(status);
        assertThat(taken).isEmpty();
    }

    @Test
    void batch_thatIsLargerThanTheBound_isRefused() throws Exception {
        byte[] large = Zstd.compress(new byte[PushedBody.LINES_MAX_BYTES + 1]);
        assertThat(post(EVENTS, "zstd", large).statusCode()).isEqualTo(413);
    }

    @Test
    void samples_areTaken() throws Exception {
        String body =
                "{\"samples\":[{\"container\":\"executor-3\",\"at\":\"2026-11-21T09:15:00.5Z\","
                        + "\"jvmBytes\":7,\"pythonBytes\":1,\"limitBytes\":9}]}";
        String path = "/agent/v1/runs/app-1/2/memory";

        assertThat(post(path, "x-ndjson", body.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(200);
        assertThat(samples).hasSize(1);
        assertThat(samples.getFirst().executorId()).isEqualTo("3");
        assertThat(samples.getFirst().totalBytes()).isEqualTo(8);
        assertThat(loads)
                .containsExactly(
                        new ContainerLoad(
                                "executor-3", samples.getFirst().at(), 8, null, 9, null, null));
        String wrong = body.replace("executor-3", "../x");
        assertThat(post(path, "x-ndjson", wrong.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void loads_areTakenWithTheSamples() throws Exception {
        String body =
                "{\"samples\":[{\"container\":\"driver\",\"at\":\"2026-11-21T09:15:00.5Z\","
                        + "\"jvmBytes\":7,\"limitBytes\":9,\"chargedBytes\":8,\"cpuMicros\":5,"
                        + "\"cpuPeriods\":4,\"throttledPeriods\":3,\"throttledMicros\":2}]}";
        String path = "/agent/v1/runs/app-1/2/memory";

        assertThat(post(path, "x-ndjson", body.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(200);
        assertThat(loads)
                .containsExactly(
                        new ContainerLoad(
                                "driver",
                                samples.getFirst().at(),
                                7,
                                8L,
                                9,
                                5L,
                                new ContainerLoad.Throttling(4, 3, 2)));
        String wrong = body.replace("\"throttledMicros\":2", "\"throttledMicros\":-2");
        assertThat(post(path, "x-ndjson", wrong.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> post(String path, String type, byte[] body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/" + type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode item(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static byte[] compress(String type) throws IOException {
        byte[] lines = LINES.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (type) {
            case "gzip" -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(lines);
                }
            }
            case "zstd" -> out.writeBytes(Zstd.compress(lines));
            default -> out.writeBytes(lines);
        }
        return out.toByteArray();
    }

    /// Notes what it is given, and refuses all streams but one.
    private final class Noted implements PushIntake {
        @Override
        public Taken taken(RunId run, String stream) {
            return new Taken(0, false);
        }

        @Override
        public Taken take(RunId run, String stream, long first, byte[] lines, boolean last) {
            if (stream.equals("other")) {
                throw new PushRefusedException("not yours");
            }
            taken.add(
                    run
                            + " "
                            + stream
                            + " "
                            + first
                            + " "
                            + last
                            + " "
                            + new String(lines, StandardCharsets.UTF_8));
            return new Taken(2, last);
        }

        @Override
        public void sampled(RunId run, List<MemorySample> more) {
            samples.addAll(more);
        }

        @Override
        public void loaded(RunId run, List<ContainerLoad> more) {
            loads.addAll(more);
        }

        @Override
        public List<ContainerLoad> loads(RunId run) {
            return loads;
        }
    }

    private static final class Bare implements Mount {
        @Override
        public RunId run(ServerRequest request) {
            throw new IllegalStateException("not asked by these routes");
        }

        @Override
        public RunId other(ServerRequest request, String appId, @Nullable Integer attempt) {
            throw new IllegalStateException("not asked by these routes");
        }

        @Override
        public void send(ServerRequest request, ServerResponse response, Answer answer) {
            response.send(answer.items().getFirst().toString());
        }
    }
}
