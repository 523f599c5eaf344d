package io.spindrift.history.eventlog;

import java.util.List;

/// The known keys of one kind of JSON object, in the order in which Spark writes them: the key that
/// follows the last one is tried first, and mostly is the one.
final class KeySet {
    static final int UNKNOWN = -1;

    private final Literal[] keys;

    KeySet(String... names) {
        this("\"", List.of(names), "\":");
    }

    /// @param before what leads each, from where a key is looked for
    /// @param after what follows each, up to where its value begins
    KeySet(String before, List<String> names, String after) {
        keys =
                names.stream()
                        .map(name -> new Literal(before + name + after))
                        .toArray(Literal[]::new);
    }

    int size() {
        return keys.length;
    }

    /// Which key starts at `at`.
    int indexOf(byte[] bytes, int at, int end, int guess) {
        for (int i = guess; i < keys.length; i++) {
            if (keys[i].startsAt(bytes, at, end)) {
                return i;
            }
        }
        for (int i = 0; i < guess; i++) {
            if (keys[i].startsAt(bytes, at, end)) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /// With what leads and follows it.
    int length(int index) {
        return keys[index].length;
    }
}
