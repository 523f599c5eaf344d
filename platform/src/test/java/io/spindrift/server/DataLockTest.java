package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataLockTest {
    @TempDir Path home;

    @Test
    void acquire_ofAFolderInUse_saysByWhom() throws IOException {
        Path data = home.resolve("data");
        try (DataLock held = DataLock.acquire(data, Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DataLock.acquire(data, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid() + ";")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void acquire_onceItIsGivenBack_takesIt() throws IOException {
        Path data = home.resolve("data");
        DataLock.acquire(data, Duration.ZERO).close();

        try (DataLock again = DataLock.acquire(data, Duration.ZERO)) {
            assertThat(again).isNotNull();
        }
        assertThat(Files.readString(data.resolve("lock")).strip())
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
}
