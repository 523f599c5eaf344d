package io.spindrift.history.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What becomes of the settings of Spark's own history server: taken over, without effect here, or
/// refused, where ignoring one would show applications to those who may not see them.
final class SparkKeys {
    static final String LOGS = "spark.history.fs.logDirectory";
    static final String PORT = "spark.history.ui.port";
    static final String STORE = "spark.history.store.path";
    static final String CLEANER = "spark.history.fs.cleaner.enabled";
    static final String CLEANER_EVERY = "spark.history.fs.cleaner.interval";
    static final String CLEANER_AGE = "spark.history.fs.cleaner.maxAge";
    static final String CLEANER_NUMBER = "spark.history.fs.cleaner.maxNum";

    private static final String OURS = "spark.history.";
    private static final String FILE_PROVIDER = "org.apache.spark.deploy.history.FsHistoryProvider";

    private static final Set<String> TAKEN =
            Set.of(LOGS, PORT, STORE, CLEANER, CLEANER_AGE, CLEANER_NUMBER);

    /// Why a key has no effect; others of Spark's get a general reason.
    private static final Map<String, String> NEEDLESS =
            Map.ofEntries(
                    Map.entry(
                            "spark.history.fs.update.interval",
                            "folders are looked at each second"),
                    Map.entry(CLEANER_EVERY, "kept logs are looked at every 5 s"),
                    Map.entry("spark.history.retainedApplications", "no page is held in memory"),
                    Map.entry("spark.history.ui.maxApplications", "lists are paged, all are shown"),
                    Map.entry(
                            "spark.history.store.maxDiskUsage",
                            "rows are kept for all applications"),
                    Map.entry("spark.history.store.serializer", "rows have one format"),
                    Map.entry("spark.history.provider", "logs are read from files"),
                    Map.entry("spark.history.ui.title", "the console has its own"));

    /// How Spark is told of S3, and what we call that.
    private static final Map<String, String> S3 =
            Map.of(
                    "spark.hadoop.fs.s3a.endpoint", "endpoint",
                    "spark.hadoop.fs.s3a.endpoint.region", "region",
                    "spark.hadoop.fs.s3a.path.style.access", "path-style",
                    "spark.hadoop.fs.s3a.access.key", "access-key-id",
                    "spark.hadoop.fs.s3a.secret.key", "secret-access-key",
                    "spark.hadoop.fs.s3a.session.token", "session-token");

    private SparkKeys() {}

    static Map<String, String> s3(Map<String, String> properties) {
        Map<String, String> found = new TreeMap<>();
        S3.forEach((spark, ours) -> {
            String value = properties.getOrDefault(spark, "");
            if (!value.isEmpty()) {
                found.put(ours, value);
            }
        });
        return found;
    }

    /// One sentence for each key that does nothing here, in the order of their names.
    static List<String> withoutEffect(Map<String, String> properties) {
        List<String> notes = new ArrayList<>();
        new TreeMap<>(properties)
                .forEach((key, value) -> {
                    if (key.equals(CLEANER) && isTrue(properties, key)) {
                        notes.add(
                                key
                                        + " bounds the logs that are put by here; files in the log"
                                        + " directory are left to whoever owns it");
                    }
                    if (key.startsWith(OURS) && !TAKEN.contains(key) && !isRefused(key)) {
                        String why = NEEDLESS.get(key);
                        notes.add(key + " has no effect here" + (why == null ? "" : ": " + why));
                    }
                });
        return notes;
    }

    private static boolean isRefused(String key) {
        return key.equals("spark.history.ui.acls.enable");
    }

    /// What stands in the way of starting open to all; absent when nothing does.
    static @Nullable String guard(Map<String, String> properties) {
        if (isTrue(properties, "spark.history.ui.acls.enable")) {
            return "spark.history.ui.acls.enable";
        }
        return properties.getOrDefault("spark.ui.filters", "").isBlank()
                ? null
                : "spark.ui.filters";
    }

    /// @throws IllegalArgumentException where logs are asked of something other than files
    static void checkProvider(Map<String, String> properties) {
        String provider = properties.getOrDefault("spark.history.provider", FILE_PROVIDER);
        if (!provider.equals(FILE_PROVIDER)) {
            throw new IllegalArgumentException(
                    "spark.history.provider is " + provider + ", and only files are read here");
        }
    }

    static boolean wantsTls(Map<String, String> properties) {
        return isTrue(properties, "spark.ssl.historyServer.enabled")
                || (isTrue(properties, "spark.ssl.enabled")
                        && !properties.containsKey("spark.ssl.historyServer.enabled"));
    }

    static boolean isTrue(Map<String, String> properties, String key) {
        return properties.getOrDefault(key, "").trim().equalsIgnoreCase("true");
    }
}
