package io.spindrift.history.server;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes and times as Spark's settings write them: `10g`, `7d`.
final class SparkSizes {
    private static final Pattern WORD = Pattern.compile("(\\d{1,18})\\s*([a-z]*)");
    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "b", 0, "k", 10, "m", 20, "g", 30, "t", 40);
    private static final Map<String, Duration> UNITS =
            Map.ofEntries(
                    Map.entry("", Duration.ofSeconds(1)),
                    Map.entry("ms", Duration.ofMillis(1)),
                    Map.entry("s", Duration.ofSeconds(1)),
                    Map.entry("m", Duration.ofMinutes(1)),
                    Map.entry("min", Duration.ofMinutes(1)),
                    Map.entry("h", Duration.ofHours(1)),
                    Map.entry("d", Duration.ofDays(1)));

    private SparkSizes() {}

    /// @throws IllegalArgumentException with a sentence
    static long bytes(String name, String text) {
        Matcher word =
                WORD.matcher(text.toLowerCase(Locale.ROOT).replaceFirst("(?<=[kmgt])i?b$", ""));
        Integer shift = word.matches() ? SHIFTS.get(word.group(2)) : null;
        if (shift == null) {
            throw new IllegalArgumentException(name + " is a size such as 10g, not " + text);
        }
        try {
            return Math.multiplyExact(Long.parseLong(word.group(1)), 1L << shift);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " is less than 8388608t, not " + text, e);
        }
    }

    /// @throws IllegalArgumentException with a sentence
    static Duration time(String name, String text) {
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT).trim());
        Duration unit = word.matches() ? UNITS.get(word.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(name + " is a time such as 7d, not " + text);
        }
        return unit.multipliedBy(Long.parseLong(word.group(1)));
    }
}
