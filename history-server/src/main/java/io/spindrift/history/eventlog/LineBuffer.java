package io.spindrift.history.eventlog;

import java.util.Arrays;

/// Cuts bytes into lines; copies only those that straddle two pieces.
final class LineBuffer {
    private static final int KEPT_BYTES = 1 << 20;

    private final int maxBytes;
    private byte[] carried = new byte[8192];
    private int size;

    /// Bytes passed since the last line was handed out.
    private long passed;

    private boolean dropping;

    LineBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(byte[] bytes, int from, int to, Sink sink) {
        int start = from;
        while (start < to) {
            int end = size == 0 && !dropping ? sink.end(bytes, start, limit(start, to)) : -1;
            end = end < 0 ? ByteCursor.find(bytes, start, to, (byte) '\n') : end;
            if (end == to) {
                carry(bytes, start, to);
                return;
            }
            if (size == 0 && !dropping && end - start <= maxBytes) {
                hand(bytes, start, end, end - start + 1, sink);
            } else {
                carry(bytes, start, end);
                endCarried(sink);
            }
            start = end + 1;
        }
    }

    /// Overlong lines have no end here, so that nobody reads them.
    private int limit(int start, int to) {
        return (int) Math.min(to, start + maxBytes + 1L);
    }

    private void carry(byte[] bytes, int from, int to) {
        passed += to - from;
        if (dropping || (long) size + (to - from) > maxBytes) {
            dropping = true;
            size = 0;
            return;
        }
        if (size + (to - from) > carried.length) {
            int wanted = (int) Math.min((long) maxBytes, 2L * (size + (to - from)));
            carried = Arrays.copyOf(carried, wanted);
        }
        System.arraycopy(bytes, from, carried, size, to - from);
        size += to - from;
    }

    private void endCarried(Sink sink) {
        if (dropping) {
            long length = passed + 1;
            passed = 0;
            dropping = false;
            sink.overlong(length);
            return;
        }
        int length = size;
        size = 0;
        hand(carried, 0, length, 1, sink);
        if (carried.length > KEPT_BYTES) {
            carried = new byte[8192];
        }
    }

    private void hand(byte[] bytes, int from, int to, int more, Sink sink) {
        long length = passed + more;
        passed = 0;
        sink.line(bytes, from, to, length);
    }

    interface Sink {
        /// @param length bytes since the line before, line end included
        void line(byte[] bytes, int from, int to, long length);

        /// A line of so many bytes, its end included, was left out.
        void overlong(long length);

        /// Where the line that starts here ends, if that is known; else -1.
        int end(byte[] bytes, int from, int to);
    }
}
