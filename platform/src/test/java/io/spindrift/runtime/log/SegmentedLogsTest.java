package io.spindrift.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentedLogsTest {
    private static final int SEGMENT = 4096;
    private static final LaunchId ID = new LaunchId("a", 1);

    @TempDir Path data = Path.of("unset");
    private Path driver = Path.of("unset");

    @BeforeEach
    void makeFolder() throws IOException {
        driver = Files.createDirectories(data.resolve("logs/a/1/driver"));
    }

    @Test
    void read_overAGap_goesOnWithWhatIsKept() throws IOException {
        Files.writeString(driver.resolve("stdout.0"), "a".repeat(SEGMENT));
        Files.writeString(driver.resolve("stdout.5"), "f".repeat(SEGMENT));
        Files.writeString(driver.resolve("stdout.6"), "end");

        assertThat(logs(true).list(ID))
                .containsExactly(
                        new LogFile(
                                ID,
                                ContainerId.DRIVER,
                                LogStream.STDOUT,
                                6L * SEGMENT + 3,
                                2L * SEGMENT + 3,
                                true));
        assertThat(read(true, 0, 100).nextOffset()).isEqualTo(100);
        assertThat(read(true, SEGMENT, 10).offset()).isEqualTo(5L * SEGMENT);
        assertThat(new String(read(true, 6L * SEGMENT + 1, 10).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("nd");
    }

    @Test
    void read_atTheEnd_saysWhetherMoreMayCome() throws IOException {
        Files.writeString(driver.resolve("stdout.0"), "end");
        assertThat(read(true, 3, 10).bytes()).isEmpty();
        assertThat(read(true, 3, 10).live()).isTrue();
        assertThat(read(false, 3, 10).live()).isFalse();
        assertThat(read(false, 99, 10).nextOffset()).isEqualTo(3);
    }

    @Test
    void links_areNotFollowed() throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "hush");
        Files.createSymbolicLink(driver.resolve("stdout.0"), secret);
        assertThat(logs(false).list(ID)).isEmpty();
        assertThat(logs(false).read(ID, ContainerId.DRIVER, LogStream.STDOUT, 0, 10)).isEmpty();
    }

    @Test
    void remove_leavesNothing_andMayBeRepeated() throws IOException {
        Files.writeString(driver.resolve("stdout.0"), "end");
        logs(false).remove(ID);
        logs(false).remove(ID);
        assertThat(driver).doesNotExist();
    }

    private LogChunk read(boolean live, long offset, int maxBytes) {
        Optional<LogChunk> chunk =
                logs(live).read(ID, ContainerId.DRIVER, LogStream.STDOUT, offset, maxBytes);
        return chunk.orElseThrow();
    }

    private SegmentedLogs logs(boolean live) {
        return new SegmentedLogs(data.resolve("logs"), SEGMENT, (_, _) -> live);
    }
}
