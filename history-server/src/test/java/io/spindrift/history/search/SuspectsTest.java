package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SuspectsTest {
    private static final String[] PIECES = {
        "pass", "PASS", "word", "=", "x", " ", "api", "-", "key", "Key", "se", "eyJ", "é", "\n", "a"
    };

    @Test
    void masked_randomTexts_asTheExpressionDoesEverywhere() {
        Pattern expression = Pattern.compile("(?i)((?:password|api[._-]?key)=)[a-z]+|\\beyJx+");
        Suspects suspects =
                new Suspects(
                        expression, new String[] {"passw", "eyj"}, new String[] {"api"}, "key");
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            String everywhere =
                    expression
                            .matcher(text)
                            .replaceAll(
                                    match -> (match.group(1) == null ? "" : match.group(1)) + "*");

            assertThat(suspects.masked(text, "*")).isEqualTo(everywhere);
            found += everywhere.equals(text) ? 0 : 1;
        }
        assertThat(found).isGreaterThan(100);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
