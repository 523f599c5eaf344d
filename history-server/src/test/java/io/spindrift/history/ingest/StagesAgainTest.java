package io.spindrift.history.ingest;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.StageRun;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagesAgainTest {
    @TempDir Path folder;

    @Test
    void stages_askedAgain_areThoseOfTheLogThatIsThere() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack("pi-4.3", folder.resolve("pi")), null);
            intake.poll();
            List<StageRun> stages = test.store.stages(RUN);
            assertThat(stages).isNotEmpty();
            assertThat(test.store.stages(RUN)).isEqualTo(stages);

            intake.forget(RUN);
            intake.follow(RUN, LogFixtures.unpack("etl-4.3", folder.resolve("etl")), null);
            intake.poll();

            assertThat(test.store.stages(RUN)).hasSizeGreaterThan(stages.size());
            for (StageRun stage : test.store.stages(RUN)) {
                assertThat(test.store.stage(RUN, stage.id())).contains(stage);
            }
        }
    }
}
