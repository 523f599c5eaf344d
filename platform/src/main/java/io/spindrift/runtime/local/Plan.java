package io.spindrift.runtime.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/// What is kept of a launch, so that it can be sighted after a restart of the platform.
///
/// @param admitted what the attempt was admitted by, all executors included
/// @param uiPort where the driver's own UI is told to listen; 0 where that is left to Spark
record Plan(
        LaunchId id,
        Instant launchedAt,
        Size driver,
        Size executor,
        Capacity admitted,
        int uiPort) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param memoryMib heap and what lies beside it: the limit that the watchdog holds
    record Size(int cores, int coreRequestMilliCores, int memoryMib) {}

    static Plan of(Launch launch, Instant now, int uiPort) {
        AppSpec spec = launch.spec();
        return new Plan(
                launch.id(),
                now,
                size(spec.driver()),
                size(spec.executor()),
                new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib()),
                uiPort);
    }

    Size size(ContainerId container) {
        return container.driver() ? driver : executor;
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("appId", id.appId()).put("attempt", id.attempt());
        json.put("launchedAt", launchedAt.toString());
        write(json.putObject("driver"), driver);
        write(json.putObject("executor"), executor);
        json.put("milliCores", admitted.milliCores()).put("memoryMib", admitted.memoryMib());
        json.put("uiPort", uiPort);
        return json.toString();
    }

    static Plan parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new Plan(
                    new LaunchId(json.path("appId").asText(), json.path("attempt").asInt()),
                    Instant.parse(json.path("launchedAt").asText()),
                    size(json.path("driver")),
                    size(json.path("executor")),
                    new Capacity(json.path("milliCores").asLong(), json.path("memoryMib").asLong()),
                    json.path("uiPort").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException("this launch cannot be read: " + text, e);
        }
    }

    private static Size size(ContainerSpec spec) {
        return new Size(spec.cores(), spec.coreRequestMilliCores(), spec.totalMemoryMib());
    }

    private static Size size(JsonNode json) {
        return new Size(
                json.path("cores").asInt(),
                json.path("coreRequestMilliCores").asInt(),
                json.path("memoryMib").asInt());
    }

    private static void write(ObjectNode json, Size size) {
        json.put("cores", size.cores());
        json.put("coreRequestMilliCores", size.coreRequestMilliCores());
        json.put("memoryMib", size.memoryMib());
    }
}
