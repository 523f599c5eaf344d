package io.spindrift.history;

import java.time.Instant;
import java.util.List;

/// Lines of a container's log that follow each other.
///
/// @param stream `stdout` or `stderr`
/// @param from where the first of them begins
/// @param at about when they were written
public record LogLines(
        RunId run, String container, String stream, LogPlace from, List<Line> lines, Instant at) {
    /// The most there are in one.
    public static final int MAX = 64;

    public LogLines {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MAX) {
            throw new IllegalArgumentException("1 to " + MAX + " lines, not " + lines.size());
        }
    }

    /// @param bytes what it takes in the log, its end included
    public record Line(String text, int bytes) {}

    /// A place in a log: how many bytes lie before it, and how many lines, of those that were there
    /// to be read.
    public record LogPlace(long offset, long line) {
        public static final LogPlace START = new LogPlace(0, 0);
    }

    /// Behind the last line.
    public LogPlace to() {
        long bytes = lines.stream().mapToLong(Line::bytes).sum();
        return new LogPlace(from.offset() + bytes, from.line() + lines.size());
    }
}
