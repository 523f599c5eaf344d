package io.spindrift.history.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

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

    /// The event that [#end] met, until [#parse] asks for it.
    private @Nullable SparkEvent met;

    public SparkEvent parse(byte[] line, int from, int to) {
        SparkEvent event = met;
        met = null;
        if (event != null) {
            return event;
        }
        event = tasks.scan(line, from, to);
        return event != null && tasks.end() == to ? event : parseTree(line, from, to);
    }

    /// Where the line ends that starts here, or -1 when that has to be looked for. Reads the event
    /// on the way; [#parse] is to be called with this very line next.
    public int end(byte[] bytes, int from, int to) {
        met = tasks.scan(bytes, from, to);
        int end = tasks.end();
        if (met == null || end >= to || bytes[end] != '\n') {
            met = null;
            return -1;
        }
        return end;
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
