package io.spindrift.history.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the history server alone is told: `--logs FOLDER --port 18080 --data DIR`.
///
/// @param logs the folder with event logs, as `spark.eventLog.dir`
/// @param data where rows and index are kept; derived, so it may be deleted
record Settings(Path logs, int port, Path data) {
    static final String USAGE =
            "usage: history-server --logs FOLDER [--port 18080] [--data DIR, ./history-data]";

    Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be from 0 to 65535, not " + port);
        }
        if (!Files.isDirectory(logs)) {
            throw new IllegalArgumentException(
                    "--logs must be a folder, and there is none at " + logs);
        }
    }

    /// @throws IllegalArgumentException with a sentence for whoever typed this
    static Settings parse(String... arguments) {
        Map<String, String> given =
                new TreeMap<>(Map.of("--port", "18080", "--data", "history-data"));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].equals("--logs") && !given.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown: " + arguments[i] + "\n" + USAGE);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "nothing follows " + arguments[i] + "\n" + USAGE);
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        @Nullable String logs = given.get("--logs");
        if (logs == null) {
            throw new IllegalArgumentException("--logs is missing\n" + USAGE);
        }
        return new Settings(
                Path.of(logs),
                port(given.getOrDefault("--port", "")),
                Path.of(given.getOrDefault("--data", "")));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port must be a number, not " + text, e);
        }
    }
}
