package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonLogTest {
    @Test
    void fieldsAtTheEnd_becomeFields() throws IOException {
        JsonNode line = line(Level.INFO, "driver started app=etl-1 attempt=1 pid=33", null);

        assertThat(line.path("time").asText()).isEqualTo("2026-11-21T09:00:00.000Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("io.spindrift.server.Journeys");
        assertThat(line.path("message").asText()).isEqualTo("driver started");
        assertThat(line.path("appId").asText()).isEqualTo("etl-1");
        assertThat(line.path("attempt").asText()).isEqualTo("1");
        assertThat(line.path("pid").asText()).isEqualTo("33");
    }

    @Test
    void fieldsInTheMiddle_stayInTheMessage() throws IOException {
        JsonNode line = line(Level.WARNING, "a=b is no field here", null);
        assertThat(line.path("message").asText()).isEqualTo("a=b is no field here");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.has("a")).isFalse();
    }

    @Test
    void whatSomeoneElseWrote_cannotForgeALine() throws IOException {
        String message = "launch refused: \"}\n{\"level\":\"INFO\"} \u0000 \\ app=etl-1";
        String text = text(Level.SEVERE, message, null);

        assertThat(text.strip().lines()).hasSize(1);
        JsonNode line = JsonMapper.builder().build().readTree(text);
        assertThat(line.path("level").asText()).isEqualTo("ERROR");
        assertThat(line.path("message").asText()).contains("\"}\n{\"level\"").contains("\u0000");
        assertThat(line.path("appId").asText()).isEqualTo("etl-1");
    }

    @Test
    void failure_isToldWithItsTrace() throws IOException {
        JsonNode line = line(Level.FINE, "failed", new IllegalStateException("why"));
        assertThat(line.path("level").asText()).isEqualTo("DEBUG");
        assertThat(line.path("error").asText())
                .contains("java.lang.IllegalStateException: why")
                .contains("JsonLogTest");
    }

    private static JsonNode line(Level level, String message, @Nullable Throwable thrown)
            throws IOException {
        return JsonMapper.builder().build().readTree(text(level, message, thrown));
    }

    private static String text(Level level, String message, @Nullable Throwable thrown) {
        LogRecord log = new LogRecord(level, message);
        log.setInstant(Instant.parse("2026-11-21T09:00:00Z"));
        log.setLoggerName("io.spindrift.server.Journeys");
        log.setThrown(thrown);
        return new JsonLog().format(log);
    }
}
