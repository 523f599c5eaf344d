package io.spindrift.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/// Server-Sent Events of a followed log, line by line.
final class LogEvents {
    private final Consumer<String> text;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private long nextOffset;
    private boolean ended;

    LogEvents(Consumer<String> text) {
        this.text = text;
    }

    void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            data.append(line.substring("data:".length()).strip());
        }
    }

    private void dispatch() {
        try {
            if (event.equals("end")) {
                ended = true;
            } else if (event.equals("log")) {
                JsonNode chunk = Platform.JSON.readTree(data.toString());
                nextOffset = chunk.path("nextOffset").asLong();
                text.accept(chunk.path("text").asText());
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException("the platform sent what is no log: " + data);
        }
        event = "";
        data.setLength(0);
    }

    /// Where a next call goes on; 0 before the first text.
    long nextOffset() {
        return nextOffset;
    }

    boolean ended() {
        return ended;
    }
}
