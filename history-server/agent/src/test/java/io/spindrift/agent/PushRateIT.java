package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class PushRateIT {
    @TempDir Path folder;

    @Test
    @Timeout(300)
    void serverKilledTwice_hasEveryEventOnce() throws Exception {
        PushRate.Result result = PushRate.run(folder, 20, 2, 1_000);

        assertThat(result.stored()).as(result.toString()).isEqualTo(20_000);
        assertThat(result.inOrder()).as(result.toString()).isTrue();
    }
}
