package io.spindrift.history;

import java.util.Comparator;
import java.util.Objects;

/// One attempt of an application: `appId` is the platform's own id (not Spark's), attempts count
/// from 1.
public record RunId(String appId, int attempt) implements Comparable<RunId> {
    private static final int MAX_LENGTH = 200;
    private static final Comparator<RunId> ORDER =
            Comparator.comparing(RunId::appId).thenComparingInt(RunId::attempt);

    public RunId {
        Objects.requireNonNull(appId, "appId");
        if (appId.isEmpty()
                || appId.length() > MAX_LENGTH
                || !appId.chars().allMatch(RunId::plain)) {
            throw new IllegalArgumentException(
                    "an application id has 1 to 200 letters, digits, '-', '_' or '.', not "
                            + appId);
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + attempt);
        }
    }

    private static boolean plain(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_'
                || letter == '.';
    }

    @Override
    public int compareTo(RunId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return appId + "/" + attempt;
    }
}
