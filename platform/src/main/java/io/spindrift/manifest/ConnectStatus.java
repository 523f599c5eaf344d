package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The `status` of a `SparkConnect` in the operator's shape.
final class ConnectStatus {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConnectStatus() {}

    static ObjectNode of(Application app, Runs runs, Instant now, JsonNode before) {
        ObjectNode status = JSON.objectNode();
        String state = state(app);
        status.put("state", state);
        status.put("startTime", ApplicationStatus.time(app.createdAt()));
        ObjectNode server = status.putObject("server");
        if (!app.progress().attempts().isEmpty()) {
            server.put("podName", runs.driverPod(app));
        }
        ObjectNode executors = status.putObject("executors");
        Map<String, Integer> counts = new TreeMap<>();
        runs.executorPods(app)
                .values()
                .forEach(phase -> counts.merge(phase.toLowerCase(Locale.ROOT), 1, Integer::sum));
        counts.forEach(executors::put);
        condition(status, state, now, before);
        return status;
    }

    static ObjectNode failed(String appId, String sentence) {
        ObjectNode status = JSON.objectNode().put("state", "Failed");
        status.put("submissionID", appId);
        status.putObject("applicationState").put("state", "FAILED").put("errorMessage", sentence);
        return status;
    }

    private static String state(Application app) {
        if (app.state() == AppState.COMPLETED || app.state() == AppState.COMPLETED_WITH_WARNINGS) {
            return "Completed";
        }
        if (app.state().terminal()) {
            return "Failed";
        }
        return app.state() == AppState.RUNNING ? "Ready" : "NotReady";
    }

    private static void condition(ObjectNode status, String state, Instant now, JsonNode before) {
        boolean ready = state.equals("Ready");
        ObjectNode condition = status.putArray("conditions").addObject();
        condition.put("type", "ServerPodReady").put("status", ready ? "True" : "False");
        condition.put("reason", ready ? "ServerPodReady" : "ServerPodNotReady");
        condition.put("message", ready ? "the driver runs" : "the driver does not run");
        JsonNode old = before.path("conditions").path(0);
        boolean same = old.path("status").equals(condition.path("status"));
        String since = same ? old.path("lastTransitionTime").asText() : ApplicationStatus.time(now);
        condition.put("lastTransitionTime", since);
    }
}
