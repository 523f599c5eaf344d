package io.spindrift.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/// Prints the streams of a log as they come: both each to the stream of its name and in whole
/// lines, so that neither breaks into the other's. Thread-safe.
final class LogPrinter {
    /// A line that does not end is printed in pieces of this size.
    private static final int LONGEST_LINE = 64 << 10;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean both;
    private final boolean headed;
    private final Map<String, StringBuilder> begun = new HashMap<>();
    private String last = "";

    /// @param both whether both streams come: where a person watches, a heading tells where the
    ///   other one goes on; else they are told apart by where they are written. One alone is
    ///   written to standard output, whichever it is
    LogPrinter(Call call, boolean both) {
        this.out = call.out();
        this.err = call.err();
        this.json = call.json();
        this.both = both;
        this.headed = both && call.lively();
    }

    /// Whether what comes is to be written as it is, byte for byte: a log need not be text.
    boolean plain() {
        return !json && !headed;
    }

    /// @param stream `stdout` or `stderr`
    synchronized void print(String stream, String text) {
        if (!both && !json) {
            write(stream, text);
            return;
        }
        StringBuilder line = begun.computeIfAbsent(stream, name -> new StringBuilder());
        line.append(text);
        int end = line.lastIndexOf("\n") + 1;
        if (end == 0 && line.length() >= LONGEST_LINE) {
            end = line.length();
        }
        if (end > 0) {
            write(stream, line.substring(0, end));
            line.delete(0, end);
        }
    }

    /// Nothing more comes of this stream: prints the line that was not ended.
    synchronized void end(String stream) {
        StringBuilder line = begun.remove(stream);
        if (line != null && !line.isEmpty()) {
            write(stream, line.toString());
        }
    }

    private void write(String stream, String lines) {
        if (json) {
            lines.lines().forEach(line -> writeJson(stream, line));
            out.flush();
            return;
        }
        if (headed && !stream.equals(last)) {
            err.println("==> " + stream);
            err.flush();
        }
        last = stream;
        PrintWriter to = both && stream.equals("stderr") ? err : out;
        to.print(lines);
        to.flush();
    }

    private void writeJson(String stream, String line) {
        ObjectNode node = Platform.JSON.createObjectNode();
        out.println(node.put("stream", stream).put("line", line));
    }
}
