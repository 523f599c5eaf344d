package io.spindrift.history.eventlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks over the bytes of one line of JSON as Spark writes it: no white space, no escapes, whole
/// numbers, plain ASCII. What it passes is valid JSON and within one line. Whatever else it meets
/// is [Unexpected], and the line is for Jackson then.
final class ByteCursor {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long PLACES = 0x0001020304050607L;
    private static final int NAMES = 512;
    private static final Literal TRUE = new Literal("true");
    private static final Literal FALSE = new Literal("false");

    byte[] bytes = new byte[0];
    int at;
    int end;

    /// The few names that come again and again: executors, hosts, localities.
    private final String[] names = new String[NAMES];

    private final byte[][] nameBytes = new byte[NAMES][];

    void reset(byte[] line, int from, int to) {
        bytes = line;
        at = from;
        end = to;
    }

    /// Where the next such byte is, or `end`. Eight at a time.
    static int find(byte[] bytes, int from, int end, byte wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long other = (long) EIGHT.get(bytes, i) ^ pattern;
            long zeros = (other - ONES) & ~other & HIGHS;
            if (zeros != 0) {
                return i + firstOf(zeros);
            }
        }
        while (i < end && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    void expect(char wanted) {
        if (at >= end || bytes[at] != wanted) {
            throw new Unexpected();
        }
        at++;
    }

    /// The byte that a value begins with.
    byte first() {
        if (at >= end) {
            throw new Unexpected();
        }
        return bytes[at];
    }

    boolean next(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /// Behind a value: whether another member of the object follows; else steps behind its end.
    boolean another() {
        if (next(',')) {
            return true;
        }
        expect('}');
        return false;
    }

    /// Steps behind key and colon.
    int key(KeySet keys, int guess) {
        int index = keys.indexOf(bytes, at, end, guess);
        if (index == KeySet.UNKNOWN) {
            expect('"');
            skipString();
            expect(':');
        } else {
            at += keys.length(index);
        }
        return index;
    }

    long number() {
        byte[] from = bytes;
        int stop = end;
        int i = at;
        if (stop - i > 1 && from[i] == '0' && ends(from[i + 1])) {
            at = i + 1;
            return 0;
        }
        boolean negative = i < stop && from[i] == '-';
        if (negative) {
            i++;
        }
        int first = i;
        long value = 0;
        while (i < stop) {
            int digit = from[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            i++;
        }
        boolean padded = i - first > 1 && from[first] == '0';
        if (i == first || padded || i - first > 18 || i >= stop || !ends(from[i])) {
            throw new Unexpected();
        }
        at = i;
        return negative ? -value : value;
    }

    /// Whether a number ends before this byte.
    private static boolean ends(byte next) {
        return next == ',' || next == '}' || next == ']' || next == '"';
    }

    /// Steps behind a number that nobody asks for. Eight digits at a time.
    void skipNumber() {
        byte[] from = bytes;
        int stop = end;
        int i = at;
        while (i + 8 <= stop) {
            long word = (long) EIGHT.get(from, i);
            long others = (word - ONES * '0' | word + ONES * (0x7F - '9') | word) & HIGHS;
            if (others != 0) {
                i += firstOf(others);
                break;
            }
            i += 8;
        }
        while (i < stop && from[i] >= '0' && from[i] <= '9') {
            i++;
        }
        boolean padded = i - at > 1 && from[at] == '0';
        if (i == at || padded || i >= stop || !ends(from[i])) {
            throw new Unexpected();
        }
        at = i;
    }

    /// Which byte is the first that has its highest bit set, where no byte has any other. Without
    /// counting zeros, for which the quick compiler has no instruction.
    private static int firstOf(long highs) {
        return (int) ((((highs & -highs) >>> 7) * PLACES) >>> 56);
    }

    /// Steps behind these bytes, or stays where they are not.
    boolean next(Literal wanted) {
        if (wanted.startsAt(bytes, at, end)) {
            at += wanted.length;
            return true;
        }
        return false;
    }

    boolean next(byte[] wanted) {
        int to = at + wanted.length;
        if (to <= end && Arrays.equals(wanted, 0, wanted.length, bytes, at, to)) {
            at = to;
            return true;
        }
        return false;
    }

    int integer() {
        long value = number();
        if (value != (int) value) {
            throw new Unexpected();
        }
        return (int) value;
    }

    boolean flag() {
        if (next(TRUE)) {
            return true;
        }
        if (next(FALSE)) {
            return false;
        }
        throw new Unexpected();
    }

    /// A string without escapes.
    String text() {
        expect('"');
        int start = at;
        int stop = closingQuote();
        at = stop + 1;
        return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    }

    /// A string that is likely to come again.
    String name() {
        expect('"');
        int start = at;
        int stop = closingQuote();
        at = stop + 1;
        int hash = stop - start;
        for (int i = start; i < stop; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & NAMES - 1;
        byte[] known = nameBytes[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, start, stop)) {
            return names[slot];
        }
        nameBytes[slot] = Arrays.copyOfRange(bytes, start, stop);
        names[slot] = new String(bytes, start, stop - start, StandardCharsets.UTF_8);
        return names[slot];
    }

    /// Of a string of plain ASCII: Jackson checks all other bytes.
    private int closingQuote() {
        for (int i = at; i < end; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            if (bytes[i] == '\\' || bytes[i] < ' ') {
                throw new Unexpected();
            }
        }
        throw new Unexpected();
    }

    /// Steps behind the closing quote of a string whose opening one is passed.
    void skipString() {
        at = closingQuote() + 1;
    }

    /// Steps behind a string, a whole number, a flag, or a structure without members.
    void skipValue() {
        switch (first()) {
            case '"' -> {
                at++;
                skipString();
            }
            case 't', 'f' -> flag();
            case '{' -> {
                at++;
                expect('}');
            }
            case '[' -> {
                at++;
                expect(']');
            }
            default -> number();
        }
    }

    /// The line has another shape than Spark's usual one.
    static final class Unexpected extends RuntimeException {

        Unexpected() {
            super("unexpected shape", null, false, false);
        }
    }
}
