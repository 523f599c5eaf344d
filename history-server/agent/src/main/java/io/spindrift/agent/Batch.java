package io.spindrift.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Compressed lines with consecutive numbers, in memory or in a file.
final class Batch {
    /// Beside its files: whose events they are.
    static final String RUN = "run.properties";

    final long first;
    final int lines;
    final long bytes;
    private final byte @Nullable [] held;
    private final @Nullable Path file;

    private Batch(long first, int lines, long bytes, byte @Nullable [] held, @Nullable Path file) {
        this.first = first;
        this.lines = lines;
        this.bytes = bytes;
        this.held = held;
        this.file = file;
    }

    static Batch inMemory(long first, int lines, byte[] compressed) {
        return new Batch(first, lines, compressed.length, compressed, null);
    }

    static Batch inFile(long first, int lines, Path file, long bytes) {
        return new Batch(first, lines, bytes, null, file);
    }

    /// A line in the place of events that are lost. Unknown to Spark, which passes over such lines;
    /// history counts them by name.
    static String gap(long events) {
        return "{\"Event\":\"io.spindrift.agent.EventsDropped\",\"count\":" + events + "}\n";
    }

    /// The number of the line behind it.
    long end() {
        return first + lines;
    }

    boolean inMemory() {
        return held != null;
    }

    byte[] read() throws IOException {
        if (held != null) {
            return held;
        }
        if (file == null) {
            throw new IllegalStateException("a batch is somewhere");
        }
        return Files.readAllBytes(file);
    }

    void delete() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
