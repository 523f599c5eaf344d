package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spindrift.history.ingest.Retention;
import io.spindrift.history.search.SearchBounds;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsReaderTest {
    @TempDir Path folder;
    private Path logs;
    private Path others;

    @BeforeEach
    void makeFolders() throws IOException {
        logs = Files.createDirectory(folder.resolve("logs"));
        others = Files.createDirectory(folder.resolve("others"));
    }

    @Test
    void read_ofLogsAlone_hasDefaults() {
        assertThat(read("--logs", logs.toString()))
                .isEqualTo(new Settings(logs, 18080, Path.of("history-data")));
    }

    @Test
    void read_ofAll_takesThem() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-some-length\n");

        Settings settings =
                read(
                        "--logs=" + logs,
                        "--logs",
                        others.toString(),
                        "--port=0",
                        "--host",
                        "0.0.0.0",
                        "--data",
                        "/d",
                        "--token-file",
                        token.toString(),
                        "--insecure",
                        "--keep-days=30",
                        "--keep-bytes=5g",
                        "--keep-count=7");

        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                List.of(logs, others),
                                "0.0.0.0",
                                0,
                                Path.of("/d"),
                                "a-token-of-some-length",
                                true,
                                Retention.all()
                                        .withAgeMax(Duration.ofDays(30))
                                        .withBytesMax(5L << 30)
                                        .withCountMax(7)));
        assertThat(settings.toString()).doesNotContain("a-token");
    }

    @Test
    void read_ofTheDatabasesBounds_takesThem_andRefusesByName() {
        String place = "--logs=" + logs;
        assertThat(
                        read(
                                        place,
                                        "--database-cache=256m",
                                        "--database-buffer=128m",
                                        "--database-jobs=4")
                                .database())
                .isEqualTo(
                        DatabaseSettings.standard()
                                .withMemory(256L << 20, 128L << 20)
                                .withBackgroundJobs(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(place, "--database-cache=1m"))
                .withMessage("--database-cache must be from 8m to 1t, not 1m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(place, "--keep-bytes=999999999999t"))
                .withMessageStartingWith("--keep-bytes is less than");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(place, "--database-buffer=40m"))
                .withMessageStartingWith("--database-buffer must be 2m or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(place, "--database-jobs=0"))
                .withMessageContaining("--database-jobs must be");
    }

    @Test
    void read_ofBoundsOfSearch_takesThem() {
        SearchBounds bounds =
                read("--logs=" + logs, "--search-memory=32m", "--search-file-bytes", "1g").search();

        assertThat(bounds)
                .isEqualTo(
                        SearchBounds.STANDARD
                                .withBufferBytes(32L << 20)
                                .withSegmentBytesMax(1L << 30));
    }

    @Test
    void read_withSparksDefaults_takesItsKeysAndTellsOfTheRest() throws IOException {
        Path conf = folder.resolve("spark-defaults.conf");
        Files.writeString(
                conf,
                """
                # as of any Spark
                spark.eventLog.enabled           true
                spark.history.fs.logDirectory    file://%s,%s
                spark.history.ui.port            18081
                spark.history.store.path         %s
                spark.history.retainedApplications 100
                spark.history.fs.numReplayThreads=8
                spark.history.ui.acls.enable     false
                """
                        .formatted(logs, others, folder.resolve("store")));

        SettingsReader.Read read =
                SettingsReader.read(List.of(), Map.of("SPARK_CONF_DIR", folder.toString()));

        assertThat(read.settings())
                .isEqualTo(
                        new Settings(
                                List.of(logs, others),
                                "127.0.0.1",
                                18081,
                                folder.resolve("store"),
                                null,
                                false,
                                Settings.RETENTION));
        assertThat(read.notes())
                .containsExactly(
                        "spark.history.fs.numReplayThreads has no effect here",
                        "spark.history.retainedApplications has no effect here: no page is held in memory");
    }

    @Test
    void read_withSeveralSources_takesTheHighest() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/conf"));
        Files.writeString(
                home.resolve("spark-defaults.conf"),
                "spark.history.ui.port 1\nspark.history.fs.logDirectory " + logs);
        Map<String, String> environment =
                Map.of(
                        "SPARK_HOME",
                        folder.resolve("home").toString(),
                        "SPARK_HISTORY_OPTS",
                        "-Xmx1g -Dspark.history.ui.port=2 -Dspark.history.fs.logDirectory=\""
                                + others
                                + "\"");

        assertThat(SettingsReader.read(List.of(), environment).settings())
                .isEqualTo(new Settings(others, 2, Path.of("history-data")));
        assertThat(SettingsReader.read(List.of("--port", "3"), environment).settings().port())
                .isEqualTo(3);
    }

    @Test
    void read_withSparksCleaner_boundsWhatIsPutBy() {
        Map<String, String> environment =
                Map.of(
                        "SPARK_HISTORY_OPTS",
                        "-Dspark.history.fs.cleaner.enabled=true"
                                + " -Dspark.history.fs.cleaner.maxAge=3d"
                                + " -Dspark.history.fs.cleaner.maxNum=500");

        SettingsReader.Read read =
                SettingsReader.read(List.of("--logs", logs.toString()), environment);

        assertThat(read.settings().retention())
                .isEqualTo(Settings.RETENTION.withAgeMax(Duration.ofDays(3)).withCountMax(500));
        assertThat(read.notes()).singleElement().asString().contains("left to whoever owns it");
    }

    @Test
    void read_beyondThisMachineWithoutAToken_isRefused() {
        refused("a token is asked for", "--logs", logs.toString(), "--host", "0.0.0.0");
        assertThat(read("--logs", logs.toString(), "--host", "0.0.0.0", "--insecure").host())
                .isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.history.ui.acls.enable, true, spark.history.ui.acls.enable guards",
        "spark.ui.filters, org.example.Login, spark.ui.filters guards",
        "spark.ssl.historyServer.enabled, true, asks for TLS",
        "spark.history.provider, org.example.Mine, only files are read here",
    })
    void read_ofWhatGuardedSparksServer_isRefused(String key, String value, String sentence) {
        Map<String, String> environment = Map.of("SPARK_HISTORY_OPTS", "-D" + key + "=" + value);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SettingsReader.read(List.of("--logs", logs.toString()), environment))
                .withMessageContaining(sentence);
    }

    @Test
    void read_ofWhatIsWrong_saysSo() throws IOException {
        Path shortToken = Files.writeString(folder.resolve("short"), "abc");

        refused("unknown: --colour", "--colour", "red");
        refused("nothing follows", "--logs");
        refused("there is none", "--logs", logs.resolve("no").toString());
        refused("must be a number", "--logs", logs.toString(), "--port", "x");
        refused("a size such as", "--logs", logs.toString(), "--keep-bytes", "much");
        refused("search-memory must be", "--logs", logs.toString(), "--search-memory", "2g");
        refused("a size such as", "--logs", logs.toString(), "--search-file-bytes", "big");
        refused("a whole number", "--logs", logs.toString(), "--keep-days", "-1");
        refused("16 or more", "--logs", logs.toString(), "--token-file", shortToken.toString());
        refused("is not there", "--properties-file", logs.resolve("no").toString());
    }

    private static Settings read(String... words) {
        return SettingsReader.read(List.of(words), Map.of()).settings();
    }

    private static void refused(String sentence, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(words))
                .withMessageContaining(sentence);
    }
}
