package io.spindrift.history.server;

import io.spindrift.history.ingest.Retention;
import io.spindrift.history.search.SearchBounds;
import io.spindrift.kv.DatabaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the history server alone is told.
///
/// @param logs the folders with event logs, as `spark.eventLog.dir`
/// @param data where rows and index are kept; derived, so it may be deleted
/// @param token what everyone must show; absent where the server is open
/// @param insecure whether it may be open beyond this machine
/// @param stores where else event logs lie
/// @param retention of the event logs that are put by
/// @param keepIn where event logs are put by, a folder or an address; null for the data folder
/// @param redaction what search must neither find nor show, beside what it masks anyway
/// @param database how much memory and processor the database may take
/// @param search what the index may take
record Settings(
        List<Path> logs,
        String host,
        int port,
        Path data,
        @Nullable String token,
        boolean insecure,
        Retention retention,
        LogPlaces.Stores stores,
        @Nullable String keepIn,
        List<Pattern> redaction,
        DatabaseSettings database,
        SearchBounds search) {
    static final String LOOPBACK = "127.0.0.1";
    private static final int TOKEN_LEAST = 16;

    /// 10 GiB: the logs of some ten million tasks.
    static final Retention RETENTION = Retention.all().withBytesMax(10L << 30);

    Settings {
        logs = List.copyOf(logs);
        redaction = List.copyOf(redaction);
        if (logs.isEmpty() && stores.addresses().isEmpty()) {
            throw new IllegalArgumentException("--logs is missing");
        }
        if (keepIn != null && keepIn.isBlank()) {
            throw new IllegalArgumentException("--keep-in must name a folder or an address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be from 0 to 65535, not " + port);
        }
        for (Path folder : logs) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                        "--logs must be a folder, and there is none at " + folder);
            }
        }
        if (token != null && token.length() < TOKEN_LEAST) {
            throw new IllegalArgumentException(
                    "a token has " + TOKEN_LEAST + " or more characters");
        }
        if (token == null && !insecure && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "beyond this machine, "
                            + host
                            + ", a token is asked for: give it with --token-file, or say --insecure"
                            + " to let everyone in");
        }
    }

    /// With logs in folders only.
    Settings(
            List<Path> logs,
            String host,
            int port,
            Path data,
            @Nullable String token,
            boolean insecure,
            Retention retention) {
        this(
                logs,
                host,
                port,
                data,
                token,
                insecure,
                retention,
                LogPlaces.Stores.NONE,
                null,
                List.of(),
                DatabaseSettings.standard(),
                SearchBounds.STANDARD);
    }

    /// Open, on this machine alone.
    Settings(Path logs, int port, Path data) {
        this(List.of(logs), LOOPBACK, port, data, null, false, RETENTION);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host " + host + " is not known", e);
        }
    }

    /// The token stays out.
    @Override
    public String toString() {
        return "Settings[logs="
                + logs
                + ", stores="
                + stores
                + ", host="
                + host
                + ", port="
                + port
                + ", data="
                + data
                + "]";
    }
}
