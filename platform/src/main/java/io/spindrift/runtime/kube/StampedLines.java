package io.spindrift.runtime.kube;

import io.spindrift.runtime.log.SegmentWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/// Takes the times from the lines of a log as the API server tells them, and passes on the lines
/// that were not told before. Lines may be of any length. For one connection.
final class StampedLines {
    /// Longer is no time: such a line is passed on as it is.
    private static final int LONGEST_STAMP = 40;

    private final SegmentWriter out;
    private final LogMark from;
    private final byte[] stamp = new byte[LONGEST_STAMP];
    private int stampLength;
    private boolean inLine;
    private boolean skipping;

    /// Until the first line that is new.
    private boolean again;

    private Instant at = Instant.EPOCH;
    private int lines;
    private LogMark mark;

    /// @param out stands where the mark says
    StampedLines(LogMark from, SegmentWriter out) {
        this.from = from;
        this.mark = from;
        this.out = out;
        this.again = from.position() > 0 || from.lines() > 0;
    }

    /// As far as lines are whole.
    LogMark mark() {
        return mark;
    }

    void take(byte[] bytes, int length) throws IOException {
        int index = 0;
        while (index < length) {
            if (!inLine) {
                index = takeStamp(bytes, index, length);
                continue;
            }
            int end = index;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            boolean whole = end < length;
            int next = whole ? end + 1 : end;
            pass(bytes, index, next - index);
            if (whole) {
                endLine();
            }
            index = next;
        }
    }

    /// Reads up to the blank behind the time.
    private int takeStamp(byte[] bytes, int from, int length) throws IOException {
        for (int index = from; index < length; index++) {
            byte each = bytes[index];
            if (each == ' ') {
                beginLine();
                return index + 1;
            }
            if (each == '\n' || stampLength == LONGEST_STAMP) {
                beginLine();
                return index;
            }
            stamp[stampLength++] = each;
        }
        return length;
    }

    private void beginLine() throws IOException {
        inLine = true;
        Instant told = at;
        boolean stamped = true;
        try {
            told = Instant.parse(new String(stamp, 0, stampLength, StandardCharsets.US_ASCII));
        } catch (DateTimeException e) {
            stamped = false; // no time, so it is text
        }
        if (told.equals(at)) {
            lines++;
        } else {
            at = told;
            lines = 1;
        }
        skipping = again && known();
        again = skipping;
        if (!stamped) {
            pass(stamp, 0, stampLength);
        }
        stampLength = 0;
    }

    private boolean known() {
        return at.isBefore(from.at()) || (at.equals(from.at()) && lines <= from.lines());
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        if (!skipping && length > 0) {
            out.write(bytes, offset, length);
        }
    }

    private void endLine() {
        inLine = false;
        if (!skipping) {
            mark = new LogMark(at, lines, out.position(), false);
        }
    }
}
