package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spindrift.history.ingest.LogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private Settings read(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return SettingsReader.read(all, Map.of()).settings();
    }
}
