package io.spindrift.history.search;

import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a person typed: words, `"phrases"`, `prefix*`, `field:value`, `AND OR NOT`, `-word`,
/// brackets. Everything must match unless OR stands between. Bounded in length and depth.
final class QueryReader {
    private static final int LENGTH_MAX = 2_000;
    private static final int DEPTH_MAX = 20;
    private static final List<String> STATES =
            List.of(
                    "pending",
                    "running",
                    "completed",
                    "completed_with_warnings",
                    "failed",
                    "killed",
                    "timed_out",
                    "incomplete");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z]+):(?!//)");

    private final String text;
    private int at;
    private int depth;

    private QueryReader(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException with a sentence that says what is wrong, and where
    static Clause read(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a query has at most " + LENGTH_MAX + " characters");
        }
        QueryReader reader = new QueryReader(text);
        reader.skip();
        if (reader.ended()) {
            return new All();
        }
        Clause clause = reader.or();
        if (!reader.ended()) {
            throw new IllegalArgumentException(
                    "the ) at character " + (reader.at + 1) + " closes nothing");
        }
        return clause;
    }

    private Clause or() {
        if (++depth > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "brackets are nested more than " + DEPTH_MAX + " deep");
        }
        List<Clause> clauses = new ArrayList<>(List.of(and()));
        while (keyword("OR")) {
            clauses.add(and());
        }
        depth--;
        return clauses.size() == 1 ? clauses.getFirst() : new Or(clauses);
    }

    private Clause and() {
        List<Clause> clauses = new ArrayList<>(List.of(not()));
        while (true) {
            boolean said = keyword("AND");
            if (!said && (ended() || text.charAt(at) == ')' || ahead("OR"))) {
                break;
            }
            clauses.add(not());
        }
        return clauses.size() == 1 ? clauses.getFirst() : new And(clauses);
    }

    private Clause not() {
        if (keyword("NOT") || minus()) {
            return new Not(one());
        }
        return one();
    }

    private Clause one() {
        if (ended() || text.charAt(at) == ')' || ahead("OR") || ahead("AND")) {
            throw new IllegalArgumentException(
                    ended()
                            ? "the query ends where a word should follow"
                            : "a word should stand at character " + (at + 1));
        }
        if (text.charAt(at) == '(') {
            return inBrackets();
        }
        Matcher field = FIELD.matcher(text).region(at, text.length());
        if (!field.lookingAt()) {
            return match(null);
        }
        String name = field.group(1);
        Field known = Field.of(name).orElseThrow(() -> unknown(name));
        at = field.end();
        if (ended() || Character.isWhitespace(text.charAt(at))) {
            throw new IllegalArgumentException("nothing follows " + name + ": — " + known.about());
        }
        return checked(match(known));
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "there is no field "
                        + name
                        + Near.of(name, Field.words())
                                .map(near -> "; did you mean " + near + ":")
                                .orElse("; there are " + String.join(", ", Field.words()))
                        + " (in quotes it would be looked for as text)");
    }

    /// Numbers that cannot be read, and values that there cannot be, are refused at once.
    private static Clause checked(Match match) {
        Field field = java.util.Objects.requireNonNull(match.field());
        Measure measure = field.measure();
        if (measure != null) {
            measure.range(field, match.text());
        }
        if (field == Field.STATE) {
            check("state", match, STATES);
        }
        if (field == Field.KIND) {
            check("kind", match, KindWords.all());
        }
        return match;
    }

    private static void check(String what, Match match, List<String> known) {
        String text = match.text().toLowerCase(Locale.ROOT);
        boolean there =
                known.stream()
                        .anyMatch(
                                each -> match.prefix() ? each.startsWith(text) : each.equals(text));
        if (!there && !text.equals("configuration")) {
            throw new IllegalArgumentException(
                    "there is no "
                            + what
                            + " "
                            + match.text()
                            + Near.of(text, known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; there are " + String.join(", ", known)));
        }
    }

    private Clause inBrackets() {
        int open = at++;
        skip();
        Clause clause = or();
        if (ended()) {
            throw new IllegalArgumentException(
                    "the ( at character " + (open + 1) + " is never closed");
        }
        at++;
        skip();
        return clause;
    }

    private Match match(@Nullable Field field) {
        if (text.charAt(at) == '"') {
            int open = at;
            int close = text.indexOf('"', open + 1);
            if (close < 0) {
                throw new IllegalArgumentException(
                        "the quote at character " + (open + 1) + " is never closed");
            }
            at = close + 1;
            skip();
            return new Match(field, text.substring(open + 1, close), false);
        }
        int start = at;
        while (!ended()
                && !Character.isWhitespace(text.charAt(at))
                && text.charAt(at) != ')'
                && text.charAt(at) != '(') {
            at++;
        }
        String word = text.substring(start, at);
        skip();
        boolean prefix = word.endsWith("*") && word.length() > 1;
        return new Match(field, prefix ? word.substring(0, word.length() - 1) : word, prefix);
    }

    private boolean minus() {
        if (ended()
                || text.charAt(at) != '-'
                || at + 1 == text.length()
                || Character.isWhitespace(text.charAt(at + 1))) {
            return false;
        }
        at++;
        return true;
    }

    private boolean keyword(String word) {
        if (!ahead(word)) {
            return false;
        }
        at += word.length();
        skip();
        return true;
    }

    private boolean ahead(String word) {
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length()
                        || Character.isWhitespace(text.charAt(end))
                        || text.charAt(end) == '(');
    }

    private void skip() {
        while (!ended() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean ended() {
        return at >= text.length();
    }
}
