package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a platform answers that waits to take over: it lives, is not ready, and knows who leads.
public final class StandbyApi implements AutoCloseable {
    private static final int UNAVAILABLE = 503;
    private static final String SECONDS_TO_TRY_AGAIN = "2";

    private final Answers answers;
    private final Supplier<Optional<String>> leader;
    private final WebServer server;

    /// @param leader who leads, as far as it is known
    public StandbyApi(
            ApiSettings settings, InstantSource clock, Supplier<Optional<String>> leader) {
        this.answers = new Answers(clock);
        this.leader = leader;
        this.server = Api.listening(settings, settings.port()).routing(this::routing).build();
    }

    /// @throws IllegalArgumentException when the address is taken
    public StandbyApi start() {
        server.start();
        if (!server.isRunning()) {
            throw new IllegalArgumentException("the port is taken; choose another with --port");
        }
        return this;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void routing(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            RequestId id = RequestId.random();
            request.context().register(id);
            response.header(Answers.ID_HEADER, id.text());
            chain.proceed();
        });
        routing.get("/health", this::alive);
        routing.get("/ready", this::ready);
        routing.any(this::elsewhere);
    }

    private void alive(ServerRequest request, ServerResponse response) {
        ObjectNode item = Json.object().put("status", "UP").put("role", "standby");
        item.put("leader", leader.get().orElse(null));
        answers.send(request, response, Answer.one("health", item));
    }

    private void ready(ServerRequest request, ServerResponse response) {
        ObjectNode item = Json.object().put("status", "DOWN").put("role", "standby");
        item.putArray("checks")
                .addObject()
                .put("name", "leader")
                .put("status", "DOWN")
                .put("detail", sentence());
        answers.send(request, response, Answer.one("health", item).withStatus(UNAVAILABLE));
    }

    private void elsewhere(ServerRequest request, ServerResponse response) {
        response.header("Retry-After", SECONDS_TO_TRY_AGAIN);
        Refusal refusal = new Refusal("UNAVAILABLE", sentence());
        answers.send(request, response, Answer.refused(UNAVAILABLE, List.of(refusal)));
    }

    private String sentence() {
        return leader.get()
                .map(name -> "this is the standby; " + name + " leads")
                .orElse("this is the standby; nobody leads yet");
    }
}
