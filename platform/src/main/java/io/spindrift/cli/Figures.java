package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;

/// Figures as a person reads them; `-` for what is not known yet.
final class Figures {
    private static final String UNKNOWN = "-";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Figures() {}

    static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? UNKNOWN : node.asText();
    }

    static String duration(JsonNode millis) {
        return millis.isNumber() ? duration(Duration.ofMillis(millis.asLong())) : UNKNOWN;
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    static String bytes(JsonNode bytes) {
        return bytes.isNumber() ? bytes(bytes.asLong()) : UNKNOWN;
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    static String share(JsonNode fraction) {
        return fraction.isNumber()
                ? String.format(Locale.ROOT, "%.0f %%", fraction.asDouble() * 100)
                : UNKNOWN;
    }

    static String hours(JsonNode hours) {
        return hours.isNumber() ? String.format(Locale.ROOT, "%.4f", hours.asDouble()) : UNKNOWN;
    }

    /// To the cent from a dollar on; below it to four digits that count, for a run here costs parts
    /// of a cent.
    static String money(JsonNode money) {
        JsonNode amount = money.path("amount");
        if (!amount.isNumber()) {
            return UNKNOWN;
        }
        double value = amount.asDouble();
        String digits = Math.abs(value) >= 1 || value == 0 ? "%.2f" : "%.6f";
        return String.format(Locale.ROOT, digits + " %s", value, money.path("currency").asText());
    }

    /// `2026-11-21T09:15:00.000Z` as `2026-11-21 09:15:00`, UTC.
    static String time(JsonNode time) {
        String text = text(time);
        return text.length() < 19 ? text : text.substring(0, 19).replace('T', ' ');
    }
}
