package io.spindrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetTest {
    @TempDir private Path folder;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("prefix/conf"));
        Files.writeString(folder.resolve("prefix/conf/spindrift.properties"), "port=9999\n");
        Files.writeString(folder.resolve("prefix/conf/admin.token"), "sd_admin\n");
    }

    @Test
    void nothingGiven_isTheInstallationThatTheCommandBelongsTo() {
        Target target = find(Optional.empty(), Map.of());
        assertThat(target.url()).hasToString("http://127.0.0.1:9999");
        assertThat(target.token()).contains("sd_admin");
    }

    @Test
    void environment_comesBeforeTheClientsSettings_andAFlagBeforeBoth() throws IOException {
        Path config = Files.createDirectories(folder.resolve(".config/spindrift"));
        Files.writeString(
                config.resolve("client.properties"), "url=https://a.example\ntoken=sd_own\n");
        assertThat(find(Optional.empty(), Map.of()).url()).hasToString("https://a.example");
        assertThat(find(Optional.empty(), Map.of()).token()).contains("sd_own");
        Map<String, String> environment =
                Map.of("SPINDRIFT_URL", "https://b.example/", "SPINDRIFT_TOKEN", "sd_b");
        assertThat(find(Optional.empty(), environment))
                .satisfies(target -> assertThat(target.url()).hasToString("https://b.example"))
                .satisfies(target -> assertThat(target.token()).contains("sd_b"));
        assertThat(find(Optional.of("localhost:1"), environment).url())
                .hasToString("http://localhost:1");
    }

    @Test
    void tokenOfTheInstallation_isSentToThisMachineOnly() {
        assertThat(find(Optional.of("https://elsewhere.example"), Map.of()).token()).isEmpty();
        assertThat(find(Optional.of("http://localhost:1234"), Map.of()).token())
                .contains("sd_admin");
    }

    @Test
    void text_neverShowsTheToken() {
        assertThat(find(Optional.empty(), Map.of()).toString())
                .doesNotContain("sd_admin")
                .contains("******");
    }

    @Test
    void whatIsNoAddress_isRefused() {
        assertThatThrownBy(() -> find(Optional.of("ftp://x"), Map.of()))
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> find(Optional.of("http://["), Map.of()))
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("http://[");
    }

    @Test
    void certificates_thatCannotBeRead_areToldByTheirFile_andOnlyWhenTheyAreNeeded() {
        Target target = find(Optional.empty(), Map.of("SPINDRIFT_CA", "/nowhere/ca.pem"));
        assertThatThrownBy(target.trust()::get)
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("/nowhere/ca.pem");
    }

    private Target find(Optional<String> url, Map<String, String> environment) {
        return Target.find(
                url,
                Optional.empty(),
                Optional.empty(),
                new Surroundings(
                        environment, folder, Optional.of(folder.resolve("prefix")), false));
    }
}
