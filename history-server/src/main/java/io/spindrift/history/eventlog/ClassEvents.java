package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;

/// Reads events that Spark writes under the name of their class: SQL, streams, clients, exclusion.
/// Others, of which there are many, remain unknown by that name.
final class ClassEvents {
    private ClassEvents() {}

    static SparkEvent read(String name, JsonNode event) {
        if (SqlEvents.known(name)) {
            return SqlEvents.read(name, event);
        }
        String simple = name.substring(name.lastIndexOf('.') + 1);
        StreamEvent stream = StreamEvents.read(simple, event);
        if (stream != null) {
            return new SparkEvent.Stream(stream);
        }
        ConnectEvent connect = ConnectEvents.read(simple, event);
        return connect != null ? new SparkEvent.Connect(connect) : core(name, simple, event);
    }

    /// Exclusion was called blacklisting before Spark 3.1, and since then is told by both names.
    private static SparkEvent core(String name, String simple, JsonNode event) {
        String executor = Json.text(event, "executorId");
        String host = Json.text(event, "hostId");
        int stage = Json.integer(event, "stageId", -1);
        int attempt = Json.integer(event, "stageAttemptId", 0);
        return switch (simple) {
            case "SparkListenerExecutorExcluded", "SparkListenerExecutorBlacklisted" ->
                    new SparkEvent.ExecutorExcluded(executor, true);
            case "SparkListenerExecutorUnexcluded", "SparkListenerExecutorUnblacklisted" ->
                    new SparkEvent.ExecutorExcluded(executor, false);
            case "SparkListenerExecutorExcludedForStage",
                    "SparkListenerExecutorBlacklistedForStage" ->
                    new SparkEvent.ExecutorExcludedForStage(executor, stage, attempt);
            case "SparkListenerNodeExcluded", "SparkListenerNodeBlacklisted" ->
                    new SparkEvent.NodeExcluded(host, true);
            case "SparkListenerNodeUnexcluded", "SparkListenerNodeUnblacklisted" ->
                    new SparkEvent.NodeExcluded(host, false);
            case "SparkListenerNodeExcludedForStage", "SparkListenerNodeBlacklistedForStage" ->
                    new SparkEvent.NodeExcludedForStage(host, stage, attempt);
            case "SparkListenerMiscellaneousProcessAdded" -> process(event);
            default -> new SparkEvent.Unknown(name);
        };
    }

    private static SparkEvent process(JsonNode event) {
        JsonNode info = event.path("info");
        return new SparkEvent.ProcessAdded(
                Json.number(event, "time"),
                Json.text(event, "processId"),
                Json.text(info, "hostPort"),
                Json.integer(info, "cores", 0),
                Json.texts(info.path("logUrlInfo")));
    }
}
