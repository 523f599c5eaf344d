package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `-Dspindrift.push.seconds=600 -Dspindrift.push.kills=5` for more than the usual.
final class PushRateIT {
    private static final int SECONDS = Integer.getInteger("spindrift.push.seconds", 20);
    private static final int KILLS = Integer.getInteger("spindrift.push.kills", 2);
    private static final int EVENTS_PER_SECOND = 1_000;

    @TempDir Path folder;

    @Test
    @Timeout(1800)
    void serverThatIsKilled_hasEveryEventOnce() throws Exception {
        PushRate.Result result = PushRate.run(folder, SECONDS, KILLS, EVENTS_PER_SECOND);

        assertThat(result.stored())
                .as(result.toString())
                .isEqualTo((long) SECONDS * EVENTS_PER_SECOND);
        assertThat(result.inOrder()).as(result.toString()).isTrue();
    }
}
