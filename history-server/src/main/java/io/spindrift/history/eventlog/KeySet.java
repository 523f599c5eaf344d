package io.spindrift.history.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The known keys of one kind of JSON object, in the order in which Spark writes them: the key that
/// follows the last one is tried first, and mostly is the one.
final class KeySet {
    static final int UNKNOWN = -1;

    private final byte[][] keys;

    KeySet(String... names) {
        keys = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            keys[i] = (names[i] + "\":").getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Which key starts at `at`, just behind its opening quote.
    int indexOf(byte[] bytes, int at, int end, int guess) {
        for (int i = guess; i < keys.length; i++) {
            if (startsWith(bytes, at, end, keys[i])) {
                return i;
            }
        }
        for (int i = 0; i < guess; i++) {
            if (startsWith(bytes, at, end, keys[i])) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /// Quote and colon included.
    int length(int index) {
        return keys[index].length;
    }

    static boolean startsWith(byte[] bytes, int at, int end, byte[] start) {
        return at + start.length <= end
                && bytes[at] == start[0]
                && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }
}
