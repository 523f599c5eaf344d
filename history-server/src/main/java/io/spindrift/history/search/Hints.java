package io.spindrift.history.search;

/// Whether a text may hold a secret that our expressions know: a cheap look before a dear one, for
/// most lines of logs hold none.
final class Hints {
    /// What each of the expressions needs somewhere in its beginning, by first letter.
    private static final String[] BEGINNINGS = {
        "pass", "secr", "toke", "cred", "key", "bearer", "eyj", "akia", "asia", "://"
    };

    private static final boolean[] FIRST = first();

    private Hints() {}

    static boolean in(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < FIRST.length && FIRST[letter] && begins(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String text, int at) {
        for (String beginning : BEGINNINGS) {
            if (text.regionMatches(true, at, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean[] first() {
        boolean[] first = new boolean[128];
        for (String beginning : BEGINNINGS) {
            first[beginning.charAt(0)] = true;
            first[Character.toUpperCase(beginning.charAt(0))] = true;
        }
        return first;
    }
}
