package io.spindrift.server;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every key is, and who said so.
final class EffectiveSettings {
    private static final String MASK = "******";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmgt]?)b?");

    private final EnumMap<Setting, Value> values;

    EffectiveSettings(EnumMap<Setting, Value> values) {
        this.values = new EnumMap<>(values);
    }

    Optional<String> text(Setting setting) {
        return Optional.ofNullable(value(setting).text()).filter(text -> !text.isEmpty());
    }

    String required(Setting setting) {
        return text(setting)
                .orElseThrow(() -> new IllegalArgumentException(setting.key() + " must be set"));
    }

    int number(Setting setting, int least, int most) {
        String text = required(setting);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, "a whole number from " + least + " to " + most, e);
        }
        throw wrong(setting, "a whole number from " + least + " to " + most, null);
    }

    boolean flag(Setting setting) {
        return switch (required(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, "true or false", null);
        };
    }

    /// `512m`, `2g`; bytes without a letter.
    Optional<Long> bytes(Setting setting) {
        return text(setting)
                .map(text -> {
                    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
                    if (!size.matches()) {
                        throw wrong(setting, "a size such as 512m or 2g", null);
                    }
                    int shift = 10 * (1 + "kmgt".indexOf(size.group(2)));
                    long unit = size.group(2).isEmpty() ? 1 : 1L << shift;
                    try {
                        return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
                    } catch (ArithmeticException e) {
                        throw wrong(setting, "a size that is less than 8388608t", e);
                    }
                });
    }

    /// Absolute; relative ones begin at `home`.
    Path path(Setting setting) {
        Path home = Path.of(required(Setting.HOME)).toAbsolutePath().normalize();
        return home.resolve(required(setting)).normalize();
    }

    Value value(Setting setting) {
        Value value = values.get(setting);
        return value == null ? new Value(null, Source.DEFAULT) : value;
    }

    /// The value as it may be shown.
    @Nullable String shown(Setting setting) {
        String text = value(setting).text();
        return text != null && setting.secret() ? MASK : text;
    }

    /// One line a key.
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<Setting, Value> entry : values.entrySet()) {
            String shown = shown(entry.getKey());
            lines.append(entry.getKey().key())
                    .append(": ")
                    .append(shown == null ? "" : shown)
                    .append("  # ")
                    .append(entry.getValue().source().text())
                    .append('\n');
        }
        return lines.toString();
    }

    IllegalArgumentException wrong(Setting setting, String wanted, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                setting.key() + " must be " + wanted + ", not " + shown(setting), cause);
    }

    record Value(@Nullable String text, Source source) {}

    enum Source {
        FLAG("flag"),
        ENV("env"),
        FILE("file"),
        DEFAULT("default");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
