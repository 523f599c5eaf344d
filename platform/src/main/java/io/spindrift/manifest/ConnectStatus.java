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

    /// @param service by which clients come
    static ObjectNode of(Application app, String service, Runs runs, Instant now, JsonNode before) {
        ObjectNode status = JSON.objectNode();
        String state = state(app);
        status.put("state", state);
        status.put("startTime", ApplicationStatus.time(app.createdAt()));
        ObjectNode server = status.putObject("server");
        if (!app.progress().attempts().isEmpty()) {
            server.put("podName", runs.driverPod(app));
            server.put("serviceName", service);
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
        return app.state() == AppState.RUNNING && answers(app) ? "Ready" : "NotReady";
    }

    /// Executors come after Spark in the driver has begun; without any, its process is all there
    /// is.
    private static boolean answers(Application app) {
        boolean alone = app.spec().executors().initial() == 0;
        return alone
                || app.progress()
                        .lastAttempt()
                        .map(last -> last.executorsReadyAt() != null)
                        .orElse(false);
    }

    private static void condition(ObjectNode status, String state, Instant now, JsonNode before) {
        boolean ready = state.equals("Ready");
        ObjectNode condition = status.putArray("conditions").addObject();
        condition.put("type", "ServerPodReady").put("status", ready ? "True" : "False");
        condition.put("reason", ready ? "ServerPodReady" : "ServerPodNotReady");
        condition.put(
                "message", ready ? "the server runs" : "the server does not run yet, or any more");
        JsonNode old = before.path("conditions").path(0);
        boolean same = old.path("status").equals(condition.path("status"));
        String since = same ? old.path("lastTransitionTime").asText() : ApplicationStatus.time(now);
        condition.put("lastTransitionTime", since);
    }
}
