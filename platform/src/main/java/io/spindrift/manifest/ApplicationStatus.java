package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.StopOrder;
import io.spindrift.app.Transition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `status` of a `SparkApplication` in the operator's shape.
final class ApplicationStatus {
    /// The operator's words for where an application stands.
    enum State {
        NEW(""),
        SUBMITTED("SUBMITTED"),
        RUNNING("RUNNING"),
        COMPLETED("COMPLETED"),
        FAILED("FAILED"),
        SUBMISSION_FAILED("SUBMISSION_FAILED"),
        PENDING_RERUN("PENDING_RERUN"),
        INVALIDATING("INVALIDATING"),
        SUCCEEDING("SUCCEEDING"),
        FAILING("FAILING"),
        SUSPENDING("SUSPENDING"),
        SUSPENDED("SUSPENDED");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static State of(String text) {
            for (State state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            return NEW;
        }
    }

    /// Who ended an application because its resource was suspended.
    static final String SUSPENSION = "suspension of its resource";

    private ApplicationStatus() {}

    static State state(Application app) {
        return switch (app.state()) {
            case PENDING -> waiting(app);
            case RUNNING -> running(app);
            case COMPLETED, COMPLETED_WITH_WARNINGS -> State.COMPLETED;
            case FAILED, TIMED_OUT -> State.FAILED;
            case KILLED -> suspended(app) ? State.SUSPENDED : State.FAILED;
        };
    }

    private static State waiting(Application app) {
        return app.progress().retryAt() == null ? State.SUBMITTED : State.PENDING_RERUN;
    }

    private static State running(Application app) {
        if (app.progress().retryAt() != null) {
            return State.PENDING_RERUN;
        }
        Attempt last = app.progress().lastAttempt().orElse(null);
        if (last == null || last.open()) {
            return suspended(app) ? State.SUSPENDING : State.RUNNING;
        }
        return Objects.equals(last.exitCode(), 0) ? State.SUCCEEDING : State.FAILING;
    }

    static boolean suspended(Application app) {
        StopOrder stop = app.progress().stop();
        boolean ordered = stop != null && stop.reason().endsWith(SUSPENSION);
        boolean ended = app.state() == AppState.KILLED && reason(app).endsWith(SUSPENSION);
        return ordered || ended;
    }

    private static String reason(Application app) {
        return app.progress().transitions().getLast().reason();
    }

    static ObjectNode of(Application app, Runs runs, JsonNode before) {
        State state = state(app);
        ObjectNode status = bare(state, state == State.FAILED ? failure(app) : null);
        status.put("submissionID", app.id());
        int attempts = app.progress().attempts().size();
        status.put("submissionAttempts", Math.max(1, attempts));
        status.put("executionAttempts", attempts);
        Instant submitted =
                app.progress().lastAttempt().map(Attempt::admittedAt).orElse(app.createdAt());
        status.put("lastSubmissionAttemptTime", time(submitted));
        Instant ended = app.endedAt().orElse(null);
        if (ended == null) {
            status.putNull("terminationTime");
        } else {
            status.put("terminationTime", time(ended));
        }
        String sparkAppId = app.progress().lastAttempt().map(Attempt::sparkAppId).orElse(null);
        if (sparkAppId == null && attempts > 0) {
            sparkAppId = app.id() + "-" + attempts;
        }
        if (sparkAppId != null) {
            status.put("sparkApplicationId", sparkAppId);
        }
        if (attempts > 0) {
            status.withObjectProperty("driverInfo").put("podName", runs.driverPod(app));
        }
        ObjectNode executors = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(runs.executorPods(app)).forEach(executors::put);
        if (executors.isEmpty() && ended != null && sameAttempt(before, status)) {
            // Their pods are gone; how they were seen last stays.
            status.setAll(stillSeen(before));
        } else if (!executors.isEmpty()) {
            status.set("executorState", executors);
        }
        return status;
    }

    private static boolean sameAttempt(JsonNode before, ObjectNode status) {
        String field = "sparkApplicationId";
        return before.path(field).equals(status.path(field));
    }

    private static ObjectNode stillSeen(JsonNode before) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> pod : before.path("executorState").properties()) {
            String state = pod.getValue().asText();
            seen.withObjectProperty("executorState")
                    .put(pod.getKey(), state.equals("FAILED") ? state : "COMPLETED");
        }
        return seen;
    }

    /// One that no application stands behind.
    static ObjectNode bare(State state, @Nullable String error) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ObjectNode shown = status.putObject("applicationState").put("state", state.text());
        if (error != null && !error.isEmpty()) {
            shown.put("errorMessage", error);
        }
        status.putObject("driverInfo");
        return status;
    }

    private static String failure(Application app) {
        String failure = app.progress().failure();
        Transition last = app.progress().transitions().getLast();
        return failure == null ? last.reason() : failure;
    }

    /// As Kubernetes writes times.
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
