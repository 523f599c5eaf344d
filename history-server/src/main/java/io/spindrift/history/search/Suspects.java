package io.spindrift.history.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kind of secret in texts: an expression, and the few letters that begin each of its matches.
///
/// Texts are long and secrets rare, so those letters are looked for, which costs little, and the
/// expression is tried only there. It finds what it would find anywhere.
final class Suspects {
    private static final int LETTERS = 128;

    private final Pattern expression;
    private final String[] beginnings;

    /// By the first two letters in one number, in all their cases.
    private final boolean[] pairs = new boolean[LETTERS * LETTERS];

    /// Letters that each of the beginnings from here on is followed by, but for one mark between.
    private final int pairedFrom;

    private final String follower;

    /// @param expression its match is kept up to the end of its last group, and masked from there
    /// @param paired beginnings that count where the follower stands behind them, or behind one
    ///   mark that is behind them; lower case, as all are: the case is ignored
    Suspects(Pattern expression, String[] beginnings, String[] paired, String follower) {
        this.expression = expression;
        this.beginnings = new String[beginnings.length + paired.length];
        this.pairedFrom = beginnings.length;
        this.follower = follower;
        System.arraycopy(beginnings, 0, this.beginnings, 0, beginnings.length);
        System.arraycopy(paired, 0, this.beginnings, beginnings.length, paired.length);
        for (String beginning : this.beginnings) {
            note(beginning.charAt(0), beginning.charAt(1));
        }
    }

    Suspects(Pattern expression, String... beginnings) {
        this(expression, beginnings, new String[0], "");
    }

    private void note(char first, char second) {
        for (char one : new char[] {first, Character.toUpperCase(first)}) {
            pairs[one * LETTERS + second] = true;
            pairs[one * LETTERS + Character.toUpperCase(second)] = true;
        }
    }

    String masked(String text, String mask) {
        int at = next(text, 0);
        if (at < 0) {
            return text;
        }
        Matcher matcher = expression.matcher(text).useTransparentBounds(true);
        StringBuilder masked = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            if (matcher.region(at, text.length()).lookingAt()) {
                int kept =
                        matcher.groupCount() == 0
                                ? at
                                : Math.max(at, matcher.end(matcher.groupCount()));
                masked.append(text, done, kept).append(mask);
                done = matcher.end();
            }
            at = next(text, Math.max(done, at + 1));
        }
        return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }

    private int next(String text, int from) {
        int before = LETTERS;
        for (int i = from; i < text.length(); i++) {
            int letter = text.charAt(i);
            if (letter < LETTERS
                    && before < LETTERS
                    && pairs[before * LETTERS + letter]
                    && begins(text, i - 1)) {
                return i - 1;
            }
            before = letter;
        }
        return -1;
    }

    private boolean begins(String text, int at) {
        for (int i = 0; i < beginnings.length; i++) {
            String beginning = beginnings[i];
            if (text.regionMatches(true, at, beginning, 0, beginning.length())
                    && (i < pairedFrom || follows(text, at + beginning.length()))) {
                return true;
            }
        }
        return false;
    }

    private boolean follows(String text, int at) {
        return text.regionMatches(true, at, follower, 0, follower.length())
                || text.regionMatches(true, at + 1, follower, 0, follower.length());
    }
}
