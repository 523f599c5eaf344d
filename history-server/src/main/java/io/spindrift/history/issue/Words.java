package io.spindrift.history.issue;

import java.util.List;
import java.util.Locale;

/// Figures and texts as sentences show them.
final class Words {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private Words() {}

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 ? String.valueOf(bytes) : number(value)) + " " + UNITS.get(unit);
    }

    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return number(millis / 1_000.0) + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " m " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " m";
    }

    static String coreHours(long coreMillis) {
        return String.format(Locale.ROOT, "%.2f core hours", coreMillis / 3_600_000.0);
    }

    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    static String number(double value) {
        return value >= 100
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }

    static String times(int count) {
        return switch (count) {
            case 1 -> "once";
            case 2 -> "twice";
            default -> count + " times";
        };
    }

    static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /// The first line, cut to what a sentence can hold.
    static String line(String text, int most) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
