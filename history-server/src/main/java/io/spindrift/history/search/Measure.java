package io.spindrift.history.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a number in a query measures: how it is written, and what it is in the index.
enum Measure {
    /// `90s`, `1h30m`; in milliseconds.
    DURATION("a time such as 90s or 1h30m", ">10m, <30s, 5m..10m") {
        @Override
        Numbers of(String text) {
            return Numbers.exact(
                    sum(
                            text,
                            Map.of(
                                    "ms",
                                    1L,
                                    "s",
                                    1_000L,
                                    "m",
                                    60_000L,
                                    "h",
                                    3_600_000L,
                                    "d",
                                    86_400_000L)));
        }
    },
    /// `1000`, `20k`.
    COUNT("a number such as 1000 or 20k", ">1000, <10, 1k..20k") {
        @Override
        Numbers of(String text) {
            return Numbers.exact(sum(text, Map.of("", 1L, "k", 1_000L, "m", 1_000_000L)));
        }
    },
    /// `500m`, `2.5GiB`; in bytes, units by 1024.
    BYTES("a size such as 500m or 2.5g", ">1g, <100m, 1g..10g") {
        @Override
        Numbers of(String text) {
            String plain = text.toLowerCase(Locale.ROOT).replaceFirst("i?b$", "");
            return Numbers.exact(
                    sum(
                            plain,
                            Map.of(
                                    "", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t",
                                    1L << 40)));
        }
    },
    /// `30%` or `30`; in hundredths of a percent.
    PERCENT("a share such as 30%", "<30%, >80%") {
        @Override
        Numbers of(String text) {
            return Numbers.exact(sum(text.replace("%", ""), Map.of("", 100L)));
        }
    },
    /// `1.50`; in millionths, of whatever currency costs are in.
    MONEY("an amount such as 1.50", ">1, <0.10") {
        @Override
        Numbers of(String text) {
            return Numbers.exact(sum(text, Map.of("", 1_000_000L, "k", 1_000_000_000L)));
        }
    },
    /// A day or a time, in UTC; a day is all of it.
    TIME(
            "a day such as 2026-11-21, or a time such as 2026-11-21T09:15:00Z",
            ">2026-11-21, 2026-11-01..2026-11-30") {
        @Override
        Numbers of(String text) {
            if (text.indexOf('T') >= 0) {
                return Numbers.exact(Instant.parse(text).toEpochMilli());
            }
            LocalDate day = LocalDate.parse(text);
            return new Numbers(
                    day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                    day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - 1);
        }
    };

    private static final Pattern PART = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)([a-z]*)");

    private final String words;
    private final String examples;

    Measure(String words, String examples) {
        this.words = words;
        this.examples = examples;
    }

    /// How ranges of it are written.
    List<String> examples() {
        return List.of(examples.split(", "));
    }

    abstract Numbers of(String text);

    /// What `>10m`, `>=10m`, `<10m`, `<=10m`, `5m..10m` or `10m` ask for.
    ///
    /// @throws IllegalArgumentException with a sentence that says how it is written
    Numbers range(Field field, String text) {
        try {
            int dots = text.indexOf("..");
            if (dots >= 0) {
                return new Numbers(
                        of(text.substring(0, dots)).least(), of(text.substring(dots + 2)).most());
            }
            if (text.startsWith(">=")) {
                return new Numbers(of(text.substring(2)).least(), Long.MAX_VALUE);
            }
            if (text.startsWith("<=")) {
                return new Numbers(Long.MIN_VALUE, of(text.substring(2)).most());
            }
            if (text.startsWith(">")) {
                return new Numbers(of(text.substring(1)).most() + 1, Long.MAX_VALUE);
            }
            if (text.startsWith("<")) {
                return new Numbers(Long.MIN_VALUE, of(text.substring(1)).least() - 1);
            }
            return of(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    field.word()
                            + ": takes "
                            + words
                            + ", with <, <=, > or >= before it, or two with .. between; not "
                            + text,
                    e);
        }
    }

    /// `1h30m` → both parts added up.
    private static long sum(String text, Map<String, Long> units) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        double sum = 0;
        int end = 0;
        while (end < text.length()) {
            boolean alone = end == 0 && part.find(end) && part.end() == text.length();
            if (!part.find(end)
                    || part.start() != end
                    || !units.containsKey(part.group(2))
                    || (part.group(2).isEmpty() && !alone)) {
                throw new IllegalArgumentException("not a number with a unit: " + text);
            }
            sum += Double.parseDouble(part.group(1)) * units.getOrDefault(part.group(2), 0L);
            end = part.end();
        }
        if (end == 0 || sum >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("no number");
        }
        return Math.round(sum);
    }

    /// Whole numbers from `least` to `most`, both among them.
    record Numbers(long least, long most) {
        static Numbers exact(long number) {
            return new Numbers(number, number);
        }
    }
}
