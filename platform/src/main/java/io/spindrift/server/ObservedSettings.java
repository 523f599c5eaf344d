package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.history.ingest.LogSource;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where others' event logs lie.
///
/// @param places by the name of the cluster whose logs lie there: a folder, or `s3a://bucket/path`
/// @param sparkProperties that say how S3 is reached
/// @param plugins which know object stores
record ObservedSettings(
        Map<String, String> places, Map<String, String> sparkProperties, Path plugins) {
    /// What pushed runs are shown under.
    static final String AGENT = "agent";

    private static final Set<String> TAKEN = Set.of("local", "any", "history", AGENT);

    ObservedSettings {
        places = new LinkedHashMap<>(places);
        sparkProperties = Map.copyOf(sparkProperties);
    }

    static ObservedSettings from(EffectiveSettings settings) {
        Map<String, String> places = new LinkedHashMap<>();
        for (String each : settings.text(Setting.OBSERVED_LOGS).orElse("").split(",", -1)) {
            if (!each.isBlank()) {
                add(places, each.trim(), settings);
            }
        }
        @Nullable Path file =
                settings.text(Setting.OBSERVED_LOGS_CONF).isEmpty()
                        ? null
                        : settings.path(Setting.OBSERVED_LOGS_CONF);
        return new ObservedSettings(
                places,
                file == null ? Map.of() : read(file),
                settings.path(Setting.HOME).resolve("plugins"));
    }

    private static void add(Map<String, String> places, String each, EffectiveSettings settings) {
        int equals = each.indexOf('=');
        String name = each.substring(0, Math.max(0, equals)).trim();
        String place = each.substring(equals + 1).trim();
        if (!AppIds.validAppId(name) || TAKEN.contains(name) || place.isEmpty()) {
            throw settings.wrong(
                    Setting.OBSERVED_LOGS,
                    "a list such as yarn=/mnt/logs, prod=s3a://bucket/logs, whose names are lower"
                            + " case and none of "
                            + TAKEN.stream().sorted().toList(),
                    null);
        }
        boolean folder = !place.contains("://");
        Path home = settings.path(Setting.HOME);
        String whole = folder ? home.resolve(place).normalize().toString() : place;
        if (places.put(name, whole) != null) {
            throw settings.wrong(Setting.OBSERVED_LOGS, "a list that has each name once", null);
        }
    }

    private static Map<String, String> read(Path file) {
        Properties read = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            read.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        Map<String, String> all = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key).trim()));
        return all;
    }

    /// The name of each place by the address of its logs.
    ///
    /// @param sources in the order of the places
    Map<String, String> named(List<LogSource> sources) {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> names = List.copyOf(places.keySet());
        for (int i = 0; i < names.size(); i++) {
            named.put(sources.get(i).address(), names.get(i));
        }
        return named;
    }

    /// Properties may have secrets.
    @Override
    public String toString() {
        return places.toString();
    }
}
