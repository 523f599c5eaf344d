package io.spindrift.history.search;

import io.spindrift.history.EnvironmentRun.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of texts before they are indexed: what is found can be read by more people
/// than may see the run. Spark masks its own configuration, not SQL texts, messages or user's keys.
///
/// Masked are what keys or shapes give away, what the settings name, and what the run itself told
/// Spark to mask (`spark.redaction.regex`, `spark.redaction.string.regex` and the one for SQL).
final class Redaction {
    static final Redaction STANDARD = new Redaction(List.of(), null);

    private static final String MASK = "*********";

    private static final String[] QUALIFIERS = {
        "access", "api", "private", "account", "encryption", "signing", "storage", "session"
    };

    private static final String WORDS =
            "passw(?:or)?d|passphrase|secret|token(?!iz)|credential(?!s\\.provider)|(?:"
                    + String.join("|", QUALIFIERS)
                    + ")[._-]?key";

    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i)" + WORDS + "|[._-]key$|\\bpwd\\b|[._-]sas[._-]");

    /// `password = 'x'`, `"secret" => "x"`, `token: x`; with a blank alone only where the value is
    /// quoted. A text that was cut may lack the second quote.
    ///
    /// What ends as classes do is one, as in `HadoopDelegationTokenManager: Attempting`.
    ///
    /// Texts are anyone's: repeats are possessive or bounded, so that none of them costs more than
    /// its length, or the stack.
    private static final Suspects ASSIGNED =
            new Suspects(
                    Pattern.compile(
                            "(?i)((?:"
                                    + WORDS
                                    + ")(?!s?(?:Manager|Provider|Identifier|Renewer|Updater|Utils?|Factory|Handler|Exception|Error)\\b)"
                                    + "[\\w.\\-]{0,200}+['\"`]?)"
                                    + "(\\s{0,50}+(?:=>|=|:)\\s{0,50}+|\\s{0,50}+(?:,\\s{0,50}+)?+(?=['\"]))"
                                    + "(?:'(?:[^'\\\\]++|\\\\[\\s\\S]|'')*+'?"
                                    + "|\"(?:[^\"\\\\]++|\\\\[\\s\\S]|\"\")*+\"?"
                                    + "|[^\\s,;)'\"]++)"),
                    new String[] {"passw", "passphrase", "secret", "token", "credential"},
                    QUALIFIERS,
                    "key");

    /// `https://user:password@host`
    private static final Suspects USER_INFO =
            new Suspects(Pattern.compile("(://[^\\s/:@]{1,200}:)[^\\s/@]{1,200}(?=@)"), "://");

    /// Keys and tokens known by their shape: of AWS, JSON web tokens, bearer tokens.
    private static final Suspects SHAPES =
            new Suspects(
                    Pattern.compile(
                            "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\beyJ[\\w-]{10,8000}+\\.[\\w-]{4,8000}+\\.[\\w-]*+"),
                    "akia",
                    "asia",
                    "eyj");

    private static final Suspects BEARERS =
            new Suspects(Pattern.compile("((?i)bearer )[\\w.~+/=-]{8,}+"), "bearer ");

    private static final List<Suspects> SUSPECTS = List.of(ASSIGNED, USER_INFO, SHAPES, BEARERS);

    private static final List<String> RUN_TEXTS =
            List.of("spark.redaction.string.regex", "spark.sql.redaction.string.regex");
    private static final String RUN_PROPERTIES = "spark.redaction.regex";

    private final List<Pattern> texts;
    private final @Nullable Pattern properties;

    private Redaction(List<Pattern> texts, @Nullable Pattern properties) {
        this.texts = List.copyOf(texts);
        this.properties = properties;
    }

    static Redaction of(SearchSettings settings) {
        return new Redaction(settings.redaction(), null);
    }

    /// With what a run told Spark to mask.
    Redaction of(List<Property> sparkProperties) {
        List<Pattern> all = new ArrayList<>(texts);
        Pattern keys = null;
        for (Property property : sparkProperties) {
            if (RUN_TEXTS.contains(property.key())) {
                add(property.value(), all);
            } else if (property.key().equals(RUN_PROPERTIES)) {
                List<Pattern> found = new ArrayList<>();
                add(property.value(), found);
                keys = found.isEmpty() ? null : found.getFirst();
            }
        }
        return keys == null && all.size() == texts.size() ? this : new Redaction(all, keys);
    }

    private static void add(String expression, List<Pattern> patterns) {
        try {
            patterns.add(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            // Spark itself would not have started with it: it was never in force.
            return;
        }
    }

    /// The value of a property, masked where the key says that it is a secret.
    String value(String key, String value) {
        if (SECRET_KEY.matcher(key).find()) {
            return MASK;
        }
        if (properties != null && (finds(properties, key) || finds(properties, value))) {
            return MASK;
        }
        return text(value);
    }

    String text(String text) {
        String masked = text;
        for (Suspects each : SUSPECTS) {
            masked = each.masked(masked, MASK);
        }
        for (Pattern each : texts) {
            masked = replaced(each, masked);
        }
        return masked;
    }

    private static boolean finds(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Patience(text)).find();
        } catch (Patience.Ended e) {
            return true;
        }
    }

    /// All of it is masked where an expression takes too long to tell.
    private static String replaced(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Patience(text)).replaceAll(MASK);
        } catch (Patience.Ended e) {
            return MASK;
        }
    }
}
