package io.spindrift.history.search;

import java.util.regex.Pattern;

/// Takes secrets out of texts before they are indexed: what is found can be read by more people
/// than may see the run. Spark masks its own configuration, not SQL texts, messages or user's keys.
public final class Redaction {
    private static final String MASK = "*********";

    private static final String WORDS =
            "passw(?:or)?d|passphrase|secret|token|credential|(?:access|api|private|account|encryption|signing|storage|session)[._-]?key";

    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i)" + WORDS + "|[._-]key$|\\bpwd\\b|[._-]sas[._-]");

    /// `password = 'x'`, `"secret" => "x"`, `token: x`; with a blank alone only where the value is
    /// quoted. A text that was cut may lack the second quote.
    ///
    /// Texts are anyone's: repeats are possessive or bounded, so that none of them costs more than
    /// its length, or the stack.
    private static final Pattern ASSIGNED =
            Pattern.compile(
                    "(?i)((?:"
                            + WORDS
                            + ")[\\w.\\-]{0,200}+['\"`]?)"
                            + "(\\s{0,50}+(?:=>|=|:)\\s{0,50}+|\\s{0,50}+(?:,\\s{0,50}+)?+(?=['\"]))"
                            + "('(?:[^'\\\\]++|\\\\[\\s\\S]|'')*+'?"
                            + "|\"(?:[^\"\\\\]++|\\\\[\\s\\S]|\"\")*+\"?"
                            + "|[^\\s,;)'\"]++)");

    /// `https://user:password@host`
    private static final Pattern USER_INFO =
            Pattern.compile("(://[^\\s/:@]{1,200}:)[^\\s/@]{1,200}(?=@)");

    /// Keys and tokens known by their shape: of AWS, JSON web tokens, bearer tokens.
    private static final Pattern SHAPES =
            Pattern.compile(
                    "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\beyJ[\\w-]{10,8000}+\\.[\\w-]{4,8000}+\\.[\\w-]*+|(?i:(?<=bearer ))[\\w.~+/=-]{8,}");

    private Redaction() {}

    /// The value of a property, masked where the key says that it is a secret.
    public static String value(String key, String value) {
        return SECRET_KEY.matcher(key).find() ? MASK : text(value);
    }

    public static String text(String text) {
        String masked = ASSIGNED.matcher(text).replaceAll("$1$2" + MASK);
        masked = USER_INFO.matcher(masked).replaceAll("$1" + MASK);
        return SHAPES.matcher(masked).replaceAll(MASK);
    }
}
