package io.spindrift.history.search;

import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What the index is told beside the runs.
///
/// @param redaction what of texts must not be found nor shown, beside what is masked anyway
/// @param labels what is known of a run beside its event log; asked when it is put
/// @param eager whether each search finds what was put just before it; else what was there at the
///   last refresh, so that no search waits for what others put
/// @param bounds of memory and disk
public record SearchSettings(
        List<Pattern> redaction,
        Function<RunId, RunLabels> labels,
        boolean eager,
        SearchBounds bounds) {
    public static final SearchSettings STANDARD =
            new SearchSettings(List.of(), run -> RunLabels.NONE, true);

    public SearchSettings {
        redaction = List.copyOf(redaction);
    }

    public SearchSettings(
            List<Pattern> redaction, Function<RunId, RunLabels> labels, boolean eager) {
        this(redaction, labels, eager, SearchBounds.STANDARD);
    }

    /// @param expressions one a line, or separated by blanks; empty for none
    /// @throws IllegalArgumentException with a sentence that names the one that cannot be read
    public static List<Pattern> patterns(String expressions) {
        return expressions
                .lines()
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .filter(each -> !each.isEmpty())
                .map(SearchSettings::pattern)
                .toList();
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the expression " + expression + " cannot be read: " + e.getDescription(), e);
        }
    }
}
