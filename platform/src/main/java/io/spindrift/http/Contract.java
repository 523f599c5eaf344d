package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The OpenAPI document. Read when it is first asked for: YAML costs time that a start does not
/// have.
final class Contract {
    private static final String RESOURCE = "openapi.yaml";

    void addTo(RouteTable table) {
        table.get("/openapi", this::answer);
    }

    private void answer(Call call) {
        Query query = call.query("format");
        String accept = call.header("Accept").orElse("");
        String usual = accept.contains("application/json") ? "json" : "yaml";
        boolean json = query.choice("format", usual, "yaml", "json").equals("json");
        call.bytes(json ? "application/json" : "application/yaml", json ? json() : yaml());
    }

    static byte[] yaml() {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] json() {
        return tree().toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode tree() {
        try {
            return new YAMLMapper().readTree(yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
