package io.spindrift.history.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.history.ContainerLoad;
import io.spindrift.history.MemorySample;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an application pushes of its containers: their memory, which is kept, and what the kernel
/// counts of them, which is not.
record PushedSamples(List<MemorySample> memory, List<ContainerLoad> loads) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLES_MAX = 10_000;

    PushedSamples {
        memory = List.copyOf(memory);
        loads = List.copyOf(loads);
    }

    /// @throws IllegalArgumentException with a sentence where it cannot be read
    static PushedSamples parse(byte[] body) {
        JsonNode list = tree(body).path("samples");
        if (!list.isArray() || list.size() > SAMPLES_MAX) {
            throw new IllegalArgumentException(
                    "'samples' is a list of at most " + SAMPLES_MAX + " samples");
        }
        List<MemorySample> memory = new ArrayList<>();
        List<ContainerLoad> loads = new ArrayList<>();
        for (JsonNode each : list) {
            MemorySample sample = memory(each);
            memory.add(sample);
            loads.add(load(sample, each));
        }
        return new PushedSamples(memory, loads);
    }

    private static MemorySample memory(JsonNode each) {
        String container = each.path("container").asText();
        if (!container.matches("driver|executor-[A-Za-z0-9_.-]{1,100}")) {
            throw new IllegalArgumentException(
                    "'container' is driver or executor-<id>, not " + container);
        }
        return new MemorySample(
                container,
                time(each.path("at").asText()),
                count(each, "jvmBytes"),
                count(each, "pythonBytes"),
                count(each, "otherBytes"),
                count(each, "limitBytes"));
    }

    private static ContainerLoad load(MemorySample sample, JsonNode each) {
        Long periods = known(each, "cpuPeriods");
        return new ContainerLoad(
                sample.container(),
                sample.at(),
                sample.totalBytes(),
                known(each, "chargedBytes"),
                sample.limitBytes(),
                known(each, "cpuMicros"),
                periods == null
                        ? null
                        : new ContainerLoad.Throttling(
                                periods,
                                count(each, "throttledPeriods"),
                                count(each, "throttledMicros")));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'at' is a time in UTC, not " + text, e);
        }
    }

    private static @Nullable Long known(JsonNode sample, String name) {
        return sample.hasNonNull(name) ? Long.valueOf(count(sample, name)) : null;
    }

    private static long count(JsonNode sample, String name) {
        long count = sample.path(name).asLong();
        if (count < 0) {
            throw new IllegalArgumentException("'" + name + "' is 0 or more");
        }
        return count;
    }
}
