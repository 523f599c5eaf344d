package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    @TempDir Path logs;

    @Test
    void parse_ofLogsAlone_hasDefaults() {
        assertThat(Settings.parse("--logs", logs.toString()))
                .isEqualTo(new Settings(logs, 18080, Path.of("history-data")));
    }

    @Test
    void parse_ofAll_takesThem() {
        assertThat(Settings.parse("--port", "0", "--data", "/d", "--logs", logs.toString()))
                .isEqualTo(new Settings(logs, 0, Path.of("/d")));
    }

    @Test
    void parse_ofWhatIsWrong_saysSo() {
        assertThatThrownBy(Settings::parse).hasMessageContaining("--logs is missing");
        assertThatThrownBy(() -> Settings.parse("--colour", "red"))
                .hasMessageContaining("unknown: --colour");
        assertThatThrownBy(() -> Settings.parse("--logs")).hasMessageContaining("nothing follows");
        assertThatThrownBy(() -> Settings.parse("--logs", logs.resolve("no").toString()))
                .hasMessageContaining("there is none");
        assertThatThrownBy(() -> Settings.parse("--logs", logs.toString(), "--port", "x"))
                .hasMessageContaining("must be a number");
    }
}
