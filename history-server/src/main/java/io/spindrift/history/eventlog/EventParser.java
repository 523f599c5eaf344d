package io.spindrift.history.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// One line of an event log → one typed event. Never throws for what a line holds. Keeps scratch
/// memory, so each reader has its own; not for several threads.
public final class EventParser {
    /// Plans nest deep; reading them is recursive.
    private static final int NESTING_MAX = 2_000;

    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxStringLength(Integer.MAX_VALUE)
                                            .maxNestingDepth(NESTING_MAX)
                                            .build())
                            .build());

    private final TaskScanner tasks = new TaskScanner();

    public SparkEvent parse(byte[] line, int from, int to) {
        SparkEvent event = tasks.scan(line, from, to);
        return event != null ? event : parseTree(line, from, to);
    }

    /// The same by Jackson alone, whatever the event.
    SparkEvent parseTree(byte[] line, int from, int to) {
        try {
            JsonNode tree = JSON.readTree(line, from, to - from);
            return tree != null && tree.isObject()
                    ? TreeEvents.read(tree)
                    : new SparkEvent.Malformed("not an object");
        } catch (JsonProcessingException e) {
            return new SparkEvent.Malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }
}
