package io.spindrift.history.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.EnvironmentRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecutorTargetTest {
    @Test
    void fixedNumber_isWantedThroughout() {
        ExecutorTarget target = target("spark.executor.instances=3").orElseThrow();

        assertThat(target.over(new int[] {0, 1, 3, 2})).containsExactly(3, 3, 3, 3);
    }

    @Test
    void dynamicAllocation_wantsItsFirstUntilTheyAreThere_thenWhatItWasGiven() {
        ExecutorTarget target =
                target(
                                "spark.dynamicAllocation.enabled=true",
                                "spark.dynamicAllocation.minExecutors=1",
                                "spark.dynamicAllocation.initialExecutors=2")
                        .orElseThrow();

        assertThat(target.over(new int[] {0, 1, 2, 5, 0})).containsExactly(2, 2, 2, 5, 1);
    }

    @Test
    void dynamicAllocation_beginsWithTheLargestOfThree() {
        assertThat(
                        target(
                                "spark.dynamicAllocation.enabled=true",
                                "spark.executor.instances=7",
                                "spark.dynamicAllocation.minExecutors=4"))
                .contains(new ExecutorTarget(7, 4, true));
        assertThat(target("spark.dynamicAllocation.enabled=true"))
                .contains(new ExecutorTarget(0, 0, true));
    }

    @Test
    void noNumber_isNotKnown() {
        assertThat(target("spark.app.name=x")).isEmpty();
        assertThat(target("spark.executor.instances=many")).isEmpty();
    }

    private static Optional<ExecutorTarget> target(String... lines) {
        List<EnvironmentRun.Property> properties =
                Arrays.stream(lines)
                        .map(line -> line.split("=", 2))
                        .map(pair -> new EnvironmentRun.Property(pair[0], pair[1]))
                        .toList();
        return ExecutorTarget.of(
                new EnvironmentRun(
                        "",
                        "",
                        "",
                        properties,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }
}
