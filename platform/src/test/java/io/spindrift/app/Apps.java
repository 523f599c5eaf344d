package io.spindrift.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Applications for tests.
public final class Apps {
    public static final Instant T0 = Instant.parse("2026-11-21T09:00:00Z");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES).build();

    private Apps() {}

    /// A PySpark application on `local`, submitted at [#T0].
    public static Application app(String id) {
        return app(id, "{}");
    }

    /// Likewise, with more configuration; single quotes will do.
    public static Application app(String id, String config) {
        return app(id, config, T0);
    }

    public static Application app(String id, String config, Instant createdAt) {
        ObjectNode overrides = json(config);
        if (!overrides.has("mainApplicationFile")) {
            overrides.put("mainApplicationFile", "local:///a.py");
        }
        EffectiveConfig effective =
                new ConfigResolver(new PlatformDefaults("4.3.0"))
                        .resolve(
                                ConfigTarget.LOCAL,
                                List.of(
                                        new ConfigLayer(
                                                ConfigSource.OVERRIDE,
                                                overrides,
                                                "configOverrides")));
        Origin origin =
                new Origin(
                        new AppKey("local", id),
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
                        "etl",
                        id,
                        SubmissionSource.PUBLIC_API,
                        "amy",
                        "{}",
                        null);
        return new Application(
                origin, effective, Progress.submitted(createdAt), Figures.NONE, createdAt);
    }

    public static ObjectNode json(String text) {
        return (ObjectNode) node(text);
    }

    public static JsonNode node(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
