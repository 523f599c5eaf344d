package io.spindrift.history.server;

import io.spindrift.history.ingest.Retention;
import io.spindrift.history.search.SearchBounds;
import io.spindrift.history.search.SearchSettings;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Settings from the command line, else from where Spark's own history server has them, highest
/// first: `-Dspark.…` in `SPARK_HISTORY_OPTS`, `spark-defaults.conf`, Spark's defaults.
final class SettingsReader {
    static final String USAGE =
            """
            usage: spindrift-history [--logs PLACE]... [options]
              --logs PLACE             event logs, as spark.eventLog.dir: a folder, or s3a://bucket/path;
                                       may be given several times
              --port N                 where to listen, 18080
              --host ADDRESS           127.0.0.1; any other asks for a token
              --data FOLDER            rows and index, ./history-data; derived, may be deleted
              --token-file FILE        what everyone must show, as a bearer token or to sign in
              --insecure               open to everyone, wherever it listens
              --keep-in PLACE          where event logs are put by: a folder or s3a://bucket/path of this
                                       server alone; else in --data
              --keep-days N            how long they stay there, small
              --keep-bytes SIZE        in all, 10g; 0 keeps none
              --keep-count N           logs in all, the newest
              --database-cache SIZE    memory of the database beside the heap, 48m
              --database-buffer SIZE   how much of it holds what is to be written, 24m; half at most
              --database-jobs N        its compactions and flushes at once, 2
              --redact EXPRESSION      a regular expression of what search must neither find nor show,
                                       beside passwords, keys and tokens; several times
              --search-memory SIZE     for changes of the search index that are not written yet, 16m
              --search-file-bytes SIZE the largest file that compaction of the index makes, 5g
              --properties-file FILE   Spark's settings, else spark-defaults.conf of SPARK_CONF_DIR
                                       or SPARK_HOME; spark.history.fs.logDirectory and others count
            """;

    /// As Spark's own.
    private static final String LOGS_DEFAULT = "file:/tmp/spark-events";

    private static final List<String> WITH_VALUE =
            List.of(
                    "--logs",
                    "--port",
                    "--host",
                    "--data",
                    "--token-file",
                    "--properties-file",
                    "--redact",
                    "--search-memory",
                    "--search-file-bytes",
                    "--keep-in",
                    "--database-cache",
                    "--database-buffer",
                    "--database-jobs",
                    "--keep-days",
                    "--keep-bytes",
                    "--keep-count");
    private static final Pattern DEFINITION =
            Pattern.compile("-D(spark\\.[^=\\s\"']+)=(?:\"([^\"]*)\"|'([^']*)'|(\\S*))");

    private final Map<String, List<String>> given = new TreeMap<>();
    private final Map<String, String> environment;
    private boolean insecure;

    private SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// @param notes sentences for whoever starts it
    record Read(Settings settings, List<String> notes) {}

    /// @throws IllegalArgumentException with a sentence for whoever typed this
    static Read read(List<String> words, Map<String, String> environment) {
        SettingsReader reader = new SettingsReader(environment);
        reader.take(words);
        return reader.read();
    }

    private void take(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (word.equals("--insecure")) {
                insecure = true;
                continue;
            }
            if (!WITH_VALUE.contains(name)) {
                throw new IllegalArgumentException("unknown: " + word + "\n" + USAGE);
            }
            if (equals < 0 && i + 1 == words.size()) {
                throw new IllegalArgumentException("nothing follows " + word + "\n" + USAGE);
            }
            String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
            given.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
    }

    private Read read() {
        Map<String, String> spark = properties();
        SparkKeys.checkProvider(spark);
        String token = token();
        refuseToOpen(spark, token);
        List<String> logs = given.get("--logs");
        if (logs == null) {
            String directories = spark.getOrDefault(SparkKeys.LOGS, LOGS_DEFAULT);
            logs = Arrays.stream(directories.split(",", -1)).map(String::trim).toList();
        }
        Settings settings =
                new Settings(
                        logs.stream()
                                .filter(each -> !isStore(each))
                                .map(SettingsReader::folder)
                                .toList(),
                        one("--host", Settings.LOOPBACK),
                        port(one("--port", spark.getOrDefault(SparkKeys.PORT, "18080"))),
                        Path.of(one("--data", spark.getOrDefault(SparkKeys.STORE, "history-data"))),
                        token,
                        insecure,
                        retention(spark),
                        new LogPlaces.Stores(
                                logs.stream().filter(SettingsReader::isStore).toList(),
                                SparkKeys.s3(spark),
                                plugins()),
                        given.containsKey("--keep-in") ? one("--keep-in", "") : null,
                        SearchSettings.patterns(
                                String.join("\n", given.getOrDefault("--redact", List.of()))),
                        database(),
                        bounds());
        return new Read(settings, SparkKeys.withoutEffect(spark));
    }

    private SearchBounds bounds() {
        SearchBounds usual = SearchBounds.STANDARD;
        return usual.withBufferBytes(size("--search-memory", usual.bufferBytes()))
                .withSegmentBytesMax(size("--search-file-bytes", usual.segmentBytesMax()));
    }

    private long size(String name, long otherwise) {
        return given.containsKey(name) ? SparkSizes.bytes(name, one(name, "")) : otherwise;
    }

    /// What guarded Spark's own server must not fall away unseen.
    private void refuseToOpen(Map<String, String> spark, @Nullable String token) {
        String guard = SparkKeys.guard(spark);
        if (guard != null && token == null && !insecure) {
            throw new IllegalArgumentException(
                    guard
                            + " guards Spark's history server and cannot be followed here: give"
                            + " --token-file, or say --insecure to let everyone in");
        }
        if (SparkKeys.wantsTls(spark) && !insecure) {
            throw new IllegalArgumentException(
                    "spark.ssl.* asks for TLS, which the history server alone does not speak: put it"
                            + " behind a proxy that does, and say --insecure");
        }
    }

    private Retention retention(Map<String, String> spark) {
        Retention bounds = Settings.RETENTION;
        if (SparkKeys.isTrue(spark, SparkKeys.CLEANER)) {
            String age = spark.getOrDefault(SparkKeys.CLEANER_AGE, "7d");
            bounds = bounds.withAgeMax(SparkSizes.time(SparkKeys.CLEANER_AGE, age));
            String number = spark.get(SparkKeys.CLEANER_NUMBER);
            bounds = number == null ? bounds : bounds.withCountMax(count(number));
        }
        if (given.containsKey("--keep-days")) {
            bounds = bounds.withAgeMax(Duration.ofDays(number("--keep-days", 365_000)));
        }
        if (given.containsKey("--keep-count")) {
            bounds = bounds.withCountMax((int) number("--keep-count", Integer.MAX_VALUE));
        }
        return given.containsKey("--keep-bytes")
                ? bounds.withBytesMax(SparkSizes.bytes("--keep-bytes", one("--keep-bytes", "")))
                : bounds;
    }

    private DatabaseSettings database() {
        long cache = bytes("--database-cache", "48m", 8L << 20, 1L << 40, "from 8m to 1t");
        String wanted = "2m or more, and half of --database-cache at most";
        long buffer = bytes("--database-buffer", "24m", 2L << 20, cache / 2, wanted);
        long jobs = given.containsKey("--database-jobs") ? number("--database-jobs", 64) : 2;
        if (jobs == 0) {
            throw new IllegalArgumentException("--database-jobs must be from 1 to 64, not 0");
        }
        return DatabaseSettings.standard().withMemory(cache, buffer).withBackgroundJobs((int) jobs);
    }

    private long bytes(String name, String otherwise, long least, long most, String wanted) {
        String text = one(name, otherwise);
        long bytes = SparkSizes.bytes(name, text);
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException(name + " must be " + wanted + ", not " + text);
        }
        return bytes;
    }

    private static int count(String text) {
        return (int) number(SparkKeys.CLEANER_NUMBER, text, Integer.MAX_VALUE);
    }

    private long number(String name, long most) {
        return number(name, one(name, ""), most);
    }

    private static long number(String name, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the bounds.
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from 0 to " + most + ", not " + text);
    }

    private String one(String name, String otherwise) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : values.getLast();
    }

    private Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        Path file = propertiesFile();
        if (file != null) {
            Properties read = new Properties();
            try (Reader text = Files.newBufferedReader(file)) {
                read.load(text);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key).trim()));
        }
        for (String variable : List.of("SPARK_DAEMON_JAVA_OPTS", "SPARK_HISTORY_OPTS")) {
            Matcher each = DEFINITION.matcher(environment.getOrDefault(variable, ""));
            while (each.find()) {
                all.put(each.group(1), value(each));
            }
        }
        return all;
    }

    private static String value(Matcher definition) {
        for (int group = 2; group <= 4; group++) {
            String value = definition.group(group);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    private @Nullable Path propertiesFile() {
        String named = one("--properties-file", "");
        if (!named.isEmpty()) {
            Path file = Path.of(named);
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("--properties-file " + file + " is not there");
            }
            return file;
        }
        String folder = environment.get("SPARK_CONF_DIR");
        String home = environment.get("SPARK_HOME");
        if (folder == null && home == null) {
            return null;
        }
        Path file = Path.of(folder == null ? home + "/conf" : folder, "spark-defaults.conf");
        return Files.isReadable(file) ? file : null;
    }

    private static boolean isStore(String location) {
        return location.contains("://") && !location.startsWith("file:");
    }

    private static Path folder(String location) {
        return location.startsWith("file:")
                ? Path.of(URI.create(location.replaceFirst("^file:/+", "file:///")))
                : Path.of(location);
    }

    private @Nullable Path plugins() {
        String folder = environment.get("SPINDRIFT_PLUGINS");
        return folder == null ? null : Path.of(folder);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port must be a number, not " + text, e);
        }
    }

    private @Nullable String token() {
        String file = one("--token-file", "");
        if (file.isEmpty()) {
            return null;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("--token-file " + file + " cannot be read", e);
        }
    }
}
