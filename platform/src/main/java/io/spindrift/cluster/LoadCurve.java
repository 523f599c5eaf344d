package io.spindrift.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The load of some days until now, in equal steps. Pure.
///
/// @param from where the first step begins
/// @param steps empty where nobody looked: the platform was not running
public record LoadCurve(Instant from, Duration step, List<Optional<LoadSpan>> steps) {
    public LoadCurve {
        steps = List.copyOf(steps);
    }

    /// How long a step is for so many days: some 180 to 290 of them are a picture's worth.
    public static Duration step(int days) {
        if (days <= 1) {
            return Duration.ofMinutes(5);
        }
        return days <= 7 ? Duration.ofHours(1) : Duration.ofHours(4);
    }

    /// Where the curve of so many days until now begins: its last step is the one that has begun.
    public static Instant from(int days, Instant now) {
        long step = step(days).toMillis();
        long end = Math.floorDiv(now.toEpochMilli(), step) * step + step;
        return Instant.ofEpochMilli(end - Duration.ofDays(days).toMillis());
    }

    /// @param spans in any order, each of which lies within a step; what is outside is left out
    public static LoadCurve of(int days, Instant now, List<LoadSpan> spans) {
        Instant from = from(days, now);
        Duration step = step(days);
        @Nullable LoadSpan[] folded = new LoadSpan[(int) Duration.ofDays(days).dividedBy(step)];
        for (LoadSpan span : spans) {
            long at =
                    Math.floorDiv(
                            span.from().toEpochMilli() - from.toEpochMilli(), step.toMillis());
            if (at >= 0 && at < folded.length) {
                LoadSpan before = folded[(int) at];
                folded[(int) at] = before == null ? span : before.plus(span);
            }
        }
        List<Optional<LoadSpan>> steps = new ArrayList<>();
        Arrays.stream(folded).map(Optional::ofNullable).forEach(steps::add);
        return new LoadCurve(from, step, steps);
    }
}
