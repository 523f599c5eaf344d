package io.spindrift.history.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The known keys of one kind of JSON object, in the order in which Spark writes them: the key that
/// follows the last one is tried first, and mostly is the one.
final class KeySet {
    static final int UNKNOWN = -1;

    private final byte[][] keys;

    KeySet(String... names) {
        this(List.of(names), "\":");
    }

    /// @param ending what follows each, up to where its value begins
    KeySet(List<String> names, String ending) {
        keys = new byte[names.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (names.get(i) + ending).getBytes(StandardCharsets.UTF_8);
        }
    }

    int size() {
        return keys.length;
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
        return start.length <= end - at
                && bytes[at] == start[0]
                && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }
}
