package io.spindrift.server;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads settings: flags over environment over file over defaults. An unknown key stops the start.
final class SettingsReader {
    private static final String CONFIG = "config";
    private static final String PREFIX = "SPINDRIFT_";

    /// Variables that the command line and the scripts read, not the server.
    private static final Set<String> OTHERS =
            Set.of(
                    "SPINDRIFT_CONFIG",
                    "SPINDRIFT_URL",
                    "SPINDRIFT_TOKEN",
                    "SPINDRIFT_JAVA",
                    "SPINDRIFT_JAVA_OPTS",
                    "SPINDRIFT_OFFLINE",
                    "SPINDRIFT_RUNTIMES_CACHE");

    private final EnumMap<Setting, EffectiveSettings.Value> values = new EnumMap<>(Setting.class);

    private SettingsReader() {}

    /// @param flags `--key=value`, `--key value`, or `--key` for true
    /// @throws IllegalArgumentException with a sentence for the person who starts the platform
    static EffectiveSettings read(List<String> flags, Map<String, String> environment) {
        Map<String, String> given = Flags.parse(flags);
        String home = given.getOrDefault("home", environment.getOrDefault("SPINDRIFT_HOME", "."));
        String config = given.getOrDefault(CONFIG, environment.get("SPINDRIFT_CONFIG"));
        SettingsReader reader = new SettingsReader();
        for (Setting setting : Setting.values()) {
            reader.put(setting, setting.defaultValue(), EffectiveSettings.Source.DEFAULT);
        }
        reader.file(config, Path.of(home, "conf", "spindrift.properties"));
        reader.environment(environment);
        given.forEach((key, value) -> {
            if (!key.equals(CONFIG)) {
                reader.put(known(key, "flag --"), value, EffectiveSettings.Source.FLAG);
            }
        });
        return new EffectiveSettings(reader.values);
    }

    private void put(Setting setting, @Nullable String value, EffectiveSettings.Source source) {
        values.put(setting, new EffectiveSettings.Value(value, source));
    }

    private void file(@Nullable String named, Path usual) {
        Path file = named == null ? usual : Path.of(named);
        if (named == null && !Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the settings file " + file, e);
        }
        for (String key : properties.stringPropertyNames()) {
            put(
                    known(key, "key of " + file + ": "),
                    properties.getProperty(key).trim(),
                    EffectiveSettings.Source.FILE);
        }
    }

    private void environment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                put(ofVariable(name), value, EffectiveSettings.Source.ENV);
            }
        });
    }

    private static Setting ofVariable(String name) {
        for (Setting setting : Setting.values()) {
            if (setting.variable().equals(name)) {
                return setting;
            }
        }
        String key = name.substring(PREFIX.length()).toLowerCase(java.util.Locale.ROOT);
        throw unknown("environment variable ", name, nearest(key.replace('_', '-')).variable());
    }

    private static Setting known(String key, String where) {
        return Setting.ofKey(key).orElseThrow(() -> unknown(where, key, nearest(key).key()));
    }

    private static IllegalArgumentException unknown(String where, String key, String nearest) {
        return new IllegalArgumentException(
                "unknown " + where + key + "; did you mean " + nearest + "?");
    }

    private static Setting nearest(String key) {
        return java.util.Arrays.stream(Setting.values())
                .min(Comparator.comparingInt(setting -> distance(key, setting.key())))
                .orElseThrow();
    }

    /// Levenshtein's.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int kept = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(kept, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    /// The words behind the command.
    private static final class Flags {
        static Map<String, String> parse(List<String> words) {
            Map<String, String> flags = new java.util.LinkedHashMap<>();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (!word.startsWith("--")) {
                    throw new IllegalArgumentException("not a flag: " + word);
                }
                int equals = word.indexOf('=');
                if (equals > 0) {
                    flags.put(word.substring(2, equals), word.substring(equals + 1));
                } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
                    flags.put(word.substring(2), words.get(++i));
                } else {
                    flags.put(word.substring(2), "true");
                }
            }
            return flags;
        }
    }
}
