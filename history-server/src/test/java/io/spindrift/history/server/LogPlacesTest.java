package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.ingest.KeptLogs;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.ingest.LogKeeper;
import io.spindrift.history.ingest.LogSource;
import io.spindrift.history.ingest.Retention;
import io.spindrift.history.store.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogPlacesTest {
    @TempDir Path folder;

    @Test
    void folders_needNoPlugins() {
        Settings settings = read("--logs", folder.toString(), "--logs", "file://" + folder);
        try (LogPlaces places = LogPlaces.open(settings)) {
            assertThat(places.sources())
                    .extracting(LogSource::address)
                    .containsExactly(folder.toString(), folder.toString());
        }
        assertThat(folder.resolve("data/plugins")).doesNotExist();
    }

    @Test
    void addressThatNoPluginOpens_isNamed() {
        Settings settings = read("--logs", "hdfs://nn/logs");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogPlaces.open(settings))
                .withMessage("no plugin opens hdfs: addresses; there are [file]");
    }

    @Test
    void sparksWordsForS3_areTaken_andSecretsAreNotShown() throws IOException {
        Path properties = folder.resolve("spark-defaults.conf");
        Files.writeString(
                properties,
                """
                spark.history.fs.logDirectory s3a://bucket/logs
                spark.hadoop.fs.s3a.endpoint http://127.0.0.1:9000
                spark.hadoop.fs.s3a.path.style.access true
                spark.hadoop.fs.s3a.access.key someone
                spark.hadoop.fs.s3a.secret.key hidden
                """);
        Settings settings = read("--properties-file", properties.toString());

        assertThat(settings.logs()).isEmpty();
        assertThat(settings.stores().addresses()).containsExactly("s3a://bucket/logs");
        assertThat(settings.stores().settings())
                .isEqualTo(
                        Map.of(
                                "endpoint", "http://127.0.0.1:9000",
                                "path-style", "true",
                                "access-key-id", "someone",
                                "secret-access-key", "hidden"));
        assertThat(settings.toString()).doesNotContain("hidden", "someone");
    }

    @Test
    void keepIn_aFolder_hasWhatIsPutBy_andTheDataFolderHasNone() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path log = LogFixtures.unpack("fail-4.3", logs);
        Path keep = folder.resolve("mounted/kept");
        Settings settings = read("--logs", logs.toString(), "--keep-in", keep.toString());
        Path data = settings.data();

        try (LogPlaces places = LogPlaces.open(settings);
                TestStore test = new TestStore(data.resolve("rocksdb"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(TestStore.RUN, log, null);
            assertThat(intake.poll().ended()).containsExactly(TestStore.RUN);
            KeptLogs kept = places.kept(test.kept, data);
            kept.start();
            LogKeeper keeper =
                    new LogKeeper(test.store, kept, Retention.all(), Duration.ZERO, List.of());
            assertThat(keeper.beat(Instant.parse("2026-11-21T20:00:00Z"))).isFalse();
        }

        try (Stream<Path> files = Files.list(keep.resolve("etl-1_1"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(data.resolve("kept")).doesNotExist();
    }

    @Test
    void keepIn_anAddressThatNoPluginOpens_isNamed() {
        Settings settings = read("--logs", folder.toString(), "--keep-in", "hdfs://nn/kept");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogPlaces.open(settings))
                .withMessage("no plugin opens hdfs: addresses; there are [file]");
    }

    private Settings read(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return SettingsReader.read(all, Map.of()).settings();
    }
}
