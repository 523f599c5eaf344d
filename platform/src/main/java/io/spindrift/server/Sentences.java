package io.spindrift.server;

import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import org.jspecify.annotations.Nullable;

/// What history knows, in a sentence.
final class Sentences {
    private static final int LONGEST = 300;

    private Sentences() {}

    /// What ended a run, with its root cause; null where its log has no failure.
    static @Nullable String failure(History history, RunId run) {
        return Failure.decisive(history.failures(run))
                .map(Failure::root)
                .map(Sentences::of)
                .orElse(null);
    }

    private static String of(Failure.Cause root) {
        String line = root.message().strip().lines().findFirst().orElse("");
        String whole = line.isEmpty() ? root.className() : root.className() + ": " + line;
        return cut(whole);
    }

    static String cut(String sentence) {
        return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 1) + "…";
    }
}
