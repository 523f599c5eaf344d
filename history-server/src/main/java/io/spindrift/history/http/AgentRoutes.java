package io.spindrift.history.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PushIntake;
import io.spindrift.history.PushIntake.Taken;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import java.util.List;
import java.util.concurrent.Semaphore;

/// What the Spark plugin in an application's driver calls: `/agent/v1/runs/{appId}/{attempt}`. The
/// document `openapi.yaml` of the platform tells the protocol.
public final class AgentRoutes implements HttpService {
    private static final String RUN = "/runs/{appId}/{attempt}";

    /// Bodies held in memory at once; each is at most [PushedBody#LINES_MAX_BYTES].
    private static final int BODIES = 8;

    private static final String BUSY_SECONDS = "1";

    private final PushIntake intake;
    private final Mount mount;
    private final Semaphore bodies = new Semaphore(BODIES);

    public AgentRoutes(PushIntake intake, Mount mount) {
        this.intake = intake;
        this.mount = mount;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(RUN, this::state);
        rules.post(RUN + "/events", this::events);
        rules.post(RUN + "/memory", this::memory);
    }

    private void state(ServerRequest request, ServerResponse response) {
        RunId run = run(request);
        String stream = required(request, "stream");
        send(request, response, refusing(() -> intake.taken(run, stream)));
    }

    private void events(ServerRequest request, ServerResponse response) {
        RunId run = run(request);
        String stream = required(request, "stream");
        long first = number(required(request, "first"), "first");
        boolean last = request.query().first("last").filter("true"::equals).isPresent();
        if (!bodies.tryAcquire()) {
            response.header(HeaderNames.RETRY_AFTER, BUSY_SECONDS);
            throw new HttpException(
                    "too many applications push at once; try again",
                    Status.SERVICE_UNAVAILABLE_503);
        }
        try {
            byte[] lines = PushedBody.lines(request);
            send(request, response, refusing(() -> intake.take(run, stream, first, lines, last)));
        } finally {
            bodies.release();
        }
    }

    private void memory(ServerRequest request, ServerResponse response) {
        RunId run = run(request);
        PushedSamples pushed = PushedSamples.parse(PushedBody.lines(request));
        List<MemorySample> samples = pushed.memory();
        intake.sampled(run, samples);
        intake.loaded(run, pushed.loads());
        mount.send(
                request,
                response,
                Answer.one("agentMemory", Json.object().put("taken", samples.size())));
    }

    private interface Asking {
        Taken ask();
    }

    private static Taken refusing(Asking asking) {
        try {
            return asking.ask();
        } catch (PushRefusedException e) {
            throw new HttpException(String.valueOf(e.getMessage()), Status.CONFLICT_409, e);
        }
    }

    private void send(ServerRequest request, ServerResponse response, Taken taken) {
        mount.send(
                request,
                response,
                Answer.one(
                        "agentRun",
                        Json.object().put("next", taken.next()).put("ended", taken.ended())));
    }

    private static RunId run(ServerRequest request) {
        String attempt = request.path().pathParameters().get("attempt");
        return new RunId(
                request.path().pathParameters().get("appId"),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, number(attempt, "attempt"))));
    }

    private static String required(ServerRequest request, String name) {
        return request.query()
                .first(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is required"));
    }

    private static long number(String text, String name) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + name + "' is a number, not " + text, e);
        }
    }
}
