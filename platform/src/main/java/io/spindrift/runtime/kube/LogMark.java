package io.spindrift.runtime.kube;

import java.time.Instant;

/// How far a log has been followed: all lines of a container up to and with the line so many of
/// that time. The API server is asked for what came since a time, in whole seconds, and tells lines
/// again that it told before; by their times, and by how many have the same, they are known.
///
/// @param at the time of the last line; [Instant#EPOCH] before the first
/// @param lines how many of the lines of that time
/// @param position where the log stood after them
/// @param done whether nothing more will come
record LogMark(Instant at, int lines, long position, boolean done) {
    static final LogMark BEGIN = new LogMark(Instant.EPOCH, 0, 0, false);

    static LogMark parse(String text) {
        String[] words = text.strip().split(" ");
        return new LogMark(
                Instant.parse(words[0]),
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Boolean.parseBoolean(words[3]));
    }

    String text() {
        return at + " " + lines + " " + position + " " + done;
    }

    LogMark ended() {
        return new LogMark(at, lines, position, true);
    }
}
