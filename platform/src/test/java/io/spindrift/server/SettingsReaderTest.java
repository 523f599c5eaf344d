package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.search.SearchBounds;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
    @TempDir Path home;

    @Test
    void defaults_listenHereOnly() {
        ServerSettings settings = ServerSettings.from(read(List.of(), Map.of()));
        assertThat(settings.api().host()).isEqualTo("127.0.0.1");
        assertThat(settings.api().port()).isEqualTo(8480);
        assertThat(settings.defaultSparkVersion()).isEqualTo("4.3.0");
        assertThat(settings.data()).isEqualTo(home.resolve("data"));
        assertThat(settings.adminTokenFile()).isEqualTo(home.resolve("conf/admin.token"));
        assertThat(settings.pricePerCoreHour().amount()).isEqualByComparingTo("0.02");
        assertThat(settings.kubeImageWait()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void everyKey_isReadFromEachPlace() throws IOException {
        for (Setting setting : Setting.values()) {
            if (setting == Setting.HOME) {
                continue;
            }
            assertThat(read(List.of("--" + setting.key() + "=from-flag"), Map.of()).text(setting))
                    .contains("from-flag");
            assertThat(read(List.of(), Map.of(setting.variable(), "from-env")).text(setting))
                    .contains("from-env");
            file(setting.key() + ": from-file\n");
            assertThat(read(List.of(), Map.of()).text(setting)).contains("from-file");
            file("");
        }
    }

    @Test
    void flags_goOverEnvironmentOverFile() throws IOException {
        file("port: 1\ncurrency: EUR\n");
        Map<String, String> environment =
                Map.of("SPINDRIFT_PORT", "2", "SPINDRIFT_LOG_LEVEL", "DEBUG");
        EffectiveSettings settings = read(List.of("--port", "3"), environment);
        assertThat(settings.text(Setting.PORT)).contains("3");
        assertThat(settings.text(Setting.CURRENCY)).contains("EUR");
        assertThat(settings.value(Setting.LOG_LEVEL).source())
                .isEqualTo(EffectiveSettings.Source.ENV);
    }

    @Test
    void unknownKey_isRefusedWithTheNearest() throws IOException {
        assertThatThrownBy(() -> read(List.of("--prot=1"), Map.of()))
                .hasMessage("unknown flag --prot; did you mean port?");
        assertThatThrownBy(() -> read(List.of(), Map.of("SPINDRIFT_PROT", "1")))
                .hasMessage(
                        "unknown environment variable SPINDRIFT_PROT; did you mean"
                                + " SPINDRIFT_PORT?");
        file("hosts=1\n");
        assertThatThrownBy(() -> read(List.of(), Map.of()))
                .hasMessageContaining("spindrift.properties: hosts; did you mean host?");
    }

    @Test
    void secret_isNeverPrinted() {
        EffectiveSettings settings = read(List.of("--tls-keystore-password=hush"), Map.of());
        assertThat(settings.toString())
                .contains("tls-keystore-password: ******  # flag")
                .doesNotContain("hush");
    }

    @Test
    void otherMachines_areLetInOnlyByName() {
        assertThatThrownBy(() -> ServerSettings.from(read(List.of("--host=0.0.0.0"), Map.of())))
                .hasMessageContaining("--insecure")
                .hasMessageContaining("ssh -L 8480:127.0.0.1:8480");
        EffectiveSettings insecure = read(List.of("--host=0.0.0.0", "--insecure"), Map.of());
        assertThat(ServerSettings.from(insecure).api().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void leaderLease_leavesTheLeaderBeforeTimeToClose() {
        ServerSettings alone = ServerSettings.from(read(List.of(), Map.of()));
        ServerSettings one =
                ServerSettings.from(read(List.of("--leader-lease=spindrift"), Map.of()));
        assertThat(alone.lockPatience()).hasSeconds(10);
        assertThat(alone.ownCluster()).isNull();
        assertThat(one.lockPatience()).hasSeconds(60);
    }

    @Test
    void wrongValue_isRefusedWithItsKey() {
        assertThatThrownBy(() -> ServerSettings.from(read(List.of("--port=http"), Map.of())))
                .hasMessageContaining("port must be a whole number from 0 to 65535, not http");
        assertThatThrownBy(() -> ServerSettings.from(read(List.of("--body-limit=big"), Map.of())))
                .hasMessageContaining("body-limit must be a size such as 512m or 2g");
    }

    @Test
    void boundsOfSearch_areTakenAndBounded() {
        assertThat(ServerSettings.from(read(List.of(), Map.of())).searchBounds())
                .isEqualTo(SearchBounds.STANDARD);
        List<String> words =
                List.of(
                        "--search-memory=32m",
                        "--search-file-bytes=1g",
                        "--search-line-length=500");
        assertThat(ServerSettings.from(read(words, Map.of())).searchBounds())
                .isEqualTo(new SearchBounds(32L << 20, 1L << 30, 500));
        for (String wrong :
                List.of(
                        "search-memory=2g",
                        "search-file-bytes=1m",
                        "search-line-length=10",
                        "search-memory=much")) {
            assertThatThrownBy(() -> ServerSettings.from(read(List.of("--" + wrong), Map.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(wrong.substring(0, wrong.indexOf('=')) + " must be");
        }
    }

    @Test
    void uploadLimit_above2GiB_isTakenAndBounded() {
        assertThat(
                        ServerSettings.from(read(List.of("--upload-limit=5g"), Map.of()))
                                .api()
                                .uploadLimitBytes())
                .isEqualTo(5L << 30);
        for (String wrong : List.of("2t", "0", "999999999999t")) {
            assertThatThrownBy(() ->
                            ServerSettings.from(read(List.of("--upload-limit=" + wrong), Map.of())))
                    .hasMessageContaining("upload-limit must be")
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void databaseBounds_areTaken_andRefusedByTheirKeys() {
        DatabaseSettings bounds =
                ServerSettings.from(
                                read(
                                        List.of(
                                                "--database-cache=256m",
                                                "--database-buffer=128m",
                                                "--database-jobs=4"),
                                        Map.of()))
                        .database();
        assertThat(bounds)
                .isEqualTo(
                        DatabaseSettings.standard()
                                .withMemory(256L << 20, 128L << 20)
                                .withBackgroundJobs(4));
        assertThat(ServerSettings.from(read(List.of(), Map.of())).database())
                .isEqualTo(DatabaseSettings.standard());
        Map<String, String> refused =
                Map.of(
                        "--database-cache=1m",
                        "database-cache must be from 8m to 1t, not 1m",
                        "--database-cache=",
                        "database-cache must be from 8m to 1t",
                        "--database-buffer=40m",
                        "database-buffer must be 2m or more, and half of database-cache at most",
                        "--database-jobs=0",
                        "database-jobs must be a whole number from 1 to 64, not 0");
        refused.forEach((flag, sentence) ->
                assertThatThrownBy(() -> ServerSettings.from(read(List.of(flag), Map.of())))
                        .hasMessageContaining(sentence));
    }

    private void file(String text) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/spindrift.properties"), text);
    }

    private EffectiveSettings read(List<String> flags, Map<String, String> environment) {
        List<String> all = new ArrayList<>(List.of("--home=" + home));
        all.addAll(flags);
        return SettingsReader.read(all, environment);
    }
}
