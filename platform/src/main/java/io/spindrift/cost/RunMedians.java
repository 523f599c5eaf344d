package io.spindrift.cost;

import io.spindrift.app.AppSummary;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Medians over the last 10 ended applications of a job; null where none of them knows the figure.
///
/// @param runs how many they were
public record RunMedians(
        int runs,
        @Nullable Long durationMillis,
        @Nullable Long costNanos,
        @Nullable Long coreMillis,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable Double efficiency) {
    private static final int RUNS = 10;

    /// @param newestFirst applications of one job; those that have not ended do not count. Read no
    ///   further than needed
    public static Optional<RunMedians> of(Stream<AppSummary> newestFirst) {
        List<AppSummary> last =
                newestFirst.filter(run -> run.state().terminal()).limit(RUNS).toList();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new RunMedians(
                        last.size(),
                        whole(last, run -> run.durationMillis(Instant.MAX)),
                        whole(last, run -> run.figures().costNanos()),
                        whole(last, run -> run.figures().coreMillis()),
                        whole(last, run -> run.figures().readBytes()),
                        whole(last, run -> run.figures().writtenBytes()),
                        median(last, run -> run.figures().efficiency())));
    }

    private static @Nullable Long whole(
            List<AppSummary> runs, Function<AppSummary, @Nullable Long> figure) {
        Double median =
                median(
                        runs,
                        run -> {
                            Long value = figure.apply(run);
                            return value == null ? null : Double.valueOf(value.doubleValue());
                        });
        return median == null ? null : Long.valueOf(Math.round(median));
    }

    private static @Nullable Double median(
            List<AppSummary> runs, Function<AppSummary, @Nullable Double> figure) {
        double[] known =
                runs.stream()
                        .map(figure)
                        .filter(Objects::nonNull)
                        .mapToDouble(value -> Objects.requireNonNull(value))
                        .sorted()
                        .toArray();
        if (known.length == 0) {
            return null;
        }
        int middle = known.length / 2;
        return known.length % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
    }
}
