package io.spindrift.server;

import io.spindrift.cloud.Money;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.Cluster;
import io.spindrift.history.ingest.Retention;
import io.spindrift.history.search.SearchBounds;
import io.spindrift.history.search.SearchSettings;
import io.spindrift.http.ApiSettings;
import io.spindrift.kv.DatabaseSettings;
import io.spindrift.runtime.local.LocalSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings in types, checked.
record ServerSettings(
        Path home,
        Path data,
        Path runtimes,
        Path adminTokenFile,
        Path secretKeyFile,
        Duration lockPatience,
        @Nullable Path ownCluster,
        ApiSettings api,
        Duration keepUploads,
        Retention keepLogs,
        @Nullable String keepLogsIn,
        long searchLogBytes,
        List<Pattern> searchRedaction,
        SearchBounds searchBounds,
        String defaultSparkVersion,
        LocalSettings local,
        DatabaseSettings database,
        ObservedSettings observed,
        Duration kubeImageWait,
        Money pricePerCoreHour,
        Money pricePerGibHour,
        Level logLevel) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The leader before this one may take its time to close the data.
    private static final Duration LEADERS_PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_CORES = 4096;
    private static final long LEAST_SCRATCH = 64L << 20;
    private static final long LARGEST_BODY = 64L << 20;
    private static final long LARGEST_UPLOAD = 1L << 40;
    private static final long LEAST_CACHE = 8L << 20;
    private static final long LEAST_BUFFER = 2L << 20;
    private static final long LARGEST_CACHE = 1L << 40;
    private static final int MOST_JOBS = 64;

    /// @throws IllegalArgumentException naming the key that is wrong
    static ServerSettings from(EffectiveSettings settings) {
        return new ServerSettings(
                settings.path(Setting.HOME),
                settings.path(Setting.DATA),
                settings.path(Setting.RUNTIMES),
                settings.path(Setting.ADMIN_TOKEN_FILE),
                settings.path(Setting.SECRET_KEY_FILE),
                settings.text(Setting.LEADER_LEASE).isPresent() ? LEADERS_PATIENCE : PATIENCE,
                settings.text(Setting.OWN_CLUSTER)
                        .map(file -> settings.path(Setting.OWN_CLUSTER))
                        .orElse(null),
                api(settings),
                Duration.ofDays(settings.number(Setting.UPLOAD_DAYS, 1, 3650)),
                Retention.all()
                        .withAgeMax(
                                Duration.ofDays(settings.number(Setting.KEEP_LOGS_DAYS, 0, 36_500)))
                        .withBytesMax(settings.bytes(Setting.KEEP_LOGS_BYTES).orElseThrow())
                        .withPerJobMax(settings.number(Setting.KEEP_LOGS_PER_JOB, 0, 1_000_000)),
                settings.text(Setting.KEEP_LOGS_IN).orElse(null),
                settings.bytes(Setting.SEARCH_LOG_BYTES).orElseThrow(),
                redaction(settings),
                searchBounds(settings),
                settings.required(Setting.DEFAULT_SPARK_VERSION),
                local(settings),
                database(settings),
                ObservedSettings.from(settings),
                Duration.ofSeconds(settings.number(Setting.KUBE_IMAGE_SECONDS, 0, 3600)),
                price(settings, Setting.PRICE_PER_CORE_HOUR),
                price(settings, Setting.PRICE_PER_GIB_HOUR),
                level(settings));
    }

    private static List<Pattern> redaction(EffectiveSettings settings) {
        try {
            return SearchSettings.patterns(settings.text(Setting.SEARCH_REDACTION).orElse(""));
        } catch (IllegalArgumentException e) {
            throw settings.wrong(
                    Setting.SEARCH_REDACTION, "regular expressions: " + e.getMessage(), e);
        }
    }

    private static SearchBounds searchBounds(EffectiveSettings settings) {
        return new SearchBounds(
                settings.bytes(Setting.SEARCH_MEMORY).orElseThrow(),
                settings.bytes(Setting.SEARCH_FILE_BYTES).orElseThrow(),
                settings.number(Setting.SEARCH_LINE_LENGTH, 0, Integer.MAX_VALUE));
    }

    private static LocalSettings local(EffectiveSettings settings) {
        LocalSettings usual =
                LocalSettings.of(
                        settings.path(Setting.RUNTIMES),
                        settings.path(Setting.DATA),
                        Cluster.LOCAL,
                        capacity(settings),
                        settings.text(Setting.LOCAL_USER).orElse(null));
        return new LocalSettings(
                usual.runtimes(),
                usual.work(),
                usual.eventLogs(),
                usual.logs(),
                usual.host(),
                usual.capacity(),
                usual.sparkUser(),
                settings.text(Setting.JAVA_17).map(Path::of).orElse(null),
                scratch(settings),
                DatabaseSettings.standard().reservedDiskBytes(),
                usual.logSegmentBytes(),
                usual.logSegments());
    }

    private static DatabaseSettings database(EffectiveSettings settings) {
        long cache =
                bytes(
                        settings,
                        Setting.DATABASE_CACHE,
                        LEAST_CACHE,
                        LARGEST_CACHE,
                        "from 8m to 1t");
        String wanted = "2m or more, and half of database-cache at most";
        return DatabaseSettings.standard()
                .withMemory(
                        cache,
                        bytes(settings, Setting.DATABASE_BUFFER, LEAST_BUFFER, cache / 2, wanted))
                .withBackgroundJobs(settings.number(Setting.DATABASE_JOBS, 1, MOST_JOBS));
    }

    private static long bytes(
            EffectiveSettings settings, Setting setting, long least, long most, String wanted) {
        long bytes =
                settings.bytes(setting).orElseThrow(() -> settings.wrong(setting, wanted, null));
        if (bytes < least || bytes > most) {
            throw settings.wrong(setting, wanted, null);
        }
        return bytes;
    }

    private static long scratch(EffectiveSettings settings) {
        long bytes = settings.bytes(Setting.LOCAL_SCRATCH).orElse(0L);
        if (bytes != 0 && bytes < LEAST_SCRATCH) {
            throw settings.wrong(Setting.LOCAL_SCRATCH, "64m or more, or 0 for no bound", null);
        }
        return bytes;
    }

    private static Capacity capacity(EffectiveSettings settings) {
        int cores =
                settings.text(Setting.LOCAL_CORES).isEmpty()
                        ? Runtime.getRuntime().availableProcessors()
                        : settings.number(Setting.LOCAL_CORES, 1, MOST_CORES);
        return settings.bytes(Setting.LOCAL_MEMORY)
                .map(bytes -> Capacity.ofMachine(cores, bytes >> 20, 0))
                .orElseGet(
                        () -> Capacity.ofMachine(cores, Machine.memoryMib(), Machine.reserveMib()));
    }

    private static ApiSettings api(EffectiveSettings settings) {
        Optional<Path> keyStore =
                settings.text(Setting.TLS_KEYSTORE)
                        .map(text -> settings.path(Setting.TLS_KEYSTORE));
        long body = bytes(settings, Setting.BODY_LIMIT, 1024, LARGEST_BODY, "from 1k to 64m");
        long upload = bytes(settings, Setting.UPLOAD_LIMIT, 1024, LARGEST_UPLOAD, "from 1k to 1t");
        Reach.check(settings);
        return new ApiSettings(
                settings.required(Setting.HOST),
                settings.number(Setting.PORT, 0, 65_535),
                settings.text(Setting.SPARK_UI_PORT).isEmpty()
                        ? null
                        : settings.number(Setting.SPARK_UI_PORT, 0, 65_535),
                keyStore.orElse(null),
                settings.text(Setting.TLS_KEYSTORE_PASSWORD).orElse(null),
                body,
                upload,
                Duration.ofHours(settings.number(Setting.SESSION_HOURS, 1, 24 * 30)),
                settings.number(Setting.METRICS_APPLICATIONS, 0, 100_000));
    }

    private static Money price(EffectiveSettings settings, Setting setting) {
        try {
            Currency currency = Currency.getInstance(settings.required(Setting.CURRENCY));
            BigDecimal price = new BigDecimal(settings.required(setting));
            if (price.signum() >= 0) {
                return Money.of(price, currency);
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw settings.wrong(setting, "a price such as 0.02, of a known currency", e);
        }
        throw settings.wrong(setting, "a price of 0 or more", null);
    }

    private static Level level(EffectiveSettings settings) {
        return switch (settings.required(Setting.LOG_LEVEL)) {
            case "DEBUG" -> Level.FINE;
            case "INFO" -> Level.INFO;
            case "WARNING" -> Level.WARNING;
            case "ERROR" -> Level.SEVERE;
            default ->
                    throw settings.wrong(
                            Setting.LOG_LEVEL,
                            "one of " + List.of("DEBUG", "INFO", "WARNING", "ERROR"),
                            null);
        };
    }
}
