package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import java.util.List;
import java.util.Objects;

/// What a kind of issue is, as the catalogue tells it.
///
/// @param version rises when thresholds or words change, so that one sees by which rule an old run
///   was judged
/// @param severity the worst that it finds
/// @param fires when, with its thresholds
/// @param cost what is told as wasted core hours, or why nothing is
/// @param origin whose rule it was before, or ours
record About(String id, int version, Severity severity, String fires, String cost, String origin) {
    static final String NO_COST = "not told";

    About {
        Objects.requireNonNull(severity, "severity");
        if (!id.matches("[a-z]+(-[a-z]+)*") || version < 1) {
            throw new IllegalArgumentException("a rule has an id like long-gc, not " + id);
        }
    }

    Issue issue(String title, List<Evidence> evidence, String advice, long costCoreMillis) {
        return issue(severity, title, evidence, advice, costCoreMillis);
    }

    Issue issue(
            Severity how,
            String title,
            List<Evidence> evidence,
            String advice,
            long costCoreMillis) {
        return new Issue(id, version, how, title, evidence, advice, Math.max(0, costCoreMillis));
    }
}
