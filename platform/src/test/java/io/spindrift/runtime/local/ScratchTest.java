package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    private static final Plan.Size SIZE = new Plan.Size(1, 200, 896);

    @TempDir Path data = Path.of("unset");

    @Test
    void launched_areFoundAgain_andWhatWasCutShortIsRemoved() throws IOException {
        LocalSettings settings =
                LocalSettings.of(data.resolve("r"), data, "here", new Capacity(1000, 1024), null);
        Plan plan =
                new Plan(
                        new LaunchId("etl", 2),
                        Instant.parse("2026-11-21T10:00:00.123Z"),
                        SIZE,
                        SIZE,
                        new Capacity(400, 1792),
                        20_001);
        Path launch = AttemptFolder.of(settings, plan.id()).launch();
        Files.createDirectories(launch.getParent());
        Records.write(launch, plan.json());
        Path cutShort = Files.createDirectories(data.resolve("work/pi/1/state"));

        assertThat(new Scratch(settings, new SparkUser(null)).launched()).containsExactly(plan);
        assertThat(cutShort).doesNotExist();
        assertThat(data.resolve("work/pi")).doesNotExist();
    }
}
