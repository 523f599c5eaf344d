package io.spindrift.history.whatif;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.store.TestStore;
import io.spindrift.history.whatif.WhatIf.Point;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The model against logs that real Spark wrote.
final class WhatIfTest {
    @TempDir Path folder;

    static List<String> logs() {
        return LogFixtures.names();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void model_ofTheExecutorsThatThereWere_comesCloseToTheTruth(String log) {
        WhatIf whatIf = of(log);

        assertThat(whatIf.modelError()).as(log).isCloseTo(0, within(0.1));
        assertThat(whatIf.trusted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void bounds_lieAsTheyMust(String log) {
        WhatIf whatIf = of(log);

        assertThat(whatIf.points()).hasSize(12);
        assertThat(whatIf.points().stream().map(Point::executors).distinct()).hasSize(12);
        assertThat(whatIf.criticalPathMillis()).isLessThanOrEqualTo(whatIf.modelMillis());
        assertThat(whatIf.driverMillis()).isLessThanOrEqualTo(whatIf.durationMillis());
        assertThat(whatIf.criticalPath()).isNotEmpty();
        for (Point point : whatIf.points()) {
            assertThat(point.durationMillis())
                    .isGreaterThanOrEqualTo(whatIf.criticalPathMillis() - 1);
            assertThat(point.utilisation()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void oneExecutor_takesLongerThanMany() {
        WhatIf whatIf = of("etl-4.3");

        assertThat(whatIf.points().getFirst().durationMillis())
                .isGreaterThanOrEqualTo(whatIf.points().getLast().durationMillis());
    }

    private WhatIf of(String log) {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve("log")), "daily");
            intake.poll();
            return WhatIf.of(
                            test.store.facts(RUN).orElseThrow(),
                            stage -> test.store.taskMillis(RUN, stage.id()))
                    .orElseThrow();
        }
    }
}
