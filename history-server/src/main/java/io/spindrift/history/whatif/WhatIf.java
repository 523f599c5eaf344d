package io.spindrift.history.whatif;

import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How long a run would have taken with other numbers of executors of the same size. Pure.
///
/// The recorded tasks are scheduled again: a stage waits for the stages and jobs for which it did
/// wait, tasks take as long as they took, the driver works as long as it did. The model's own error
/// is what it makes of the executors that there were, against the truth.
///
/// @param durationMillis what the run did take
/// @param driverMillis while no job ran
/// @param modelMillis what the model says for the executors that there were
/// @param idealMillis driver, and all slots always busy
/// @param criticalPathMillis with room for all tasks at once
/// @param oneSlotMillis driver, and one task after the other
/// @param points 12 counts, rising; the run's own is one of them
/// @param suggestion absent where nothing is to be gained, or the model is not to be trusted
/// @param criticalPath the stages that no number of executors shortens, in order
/// @param notes what the model does not see in this run
public record WhatIf(
        int executors,
        int coresPerExecutor,
        int slots,
        long durationMillis,
        long driverMillis,
        long taskMillis,
        long modelMillis,
        long idealMillis,
        long criticalPathMillis,
        long oneSlotMillis,
        List<Point> points,
        @Nullable Suggestion suggestion,
        List<Step> criticalPath,
        List<String> notes) {
    private static final double TRUSTED_ERROR = 0.15;

    public WhatIf {
        points = List.copyOf(points);
        criticalPath = List.copyOf(criticalPath);
        notes = List.copyOf(notes);
    }

    /// @param coreMillis of executors, each from its arrival to the end
    /// @param utilisation the share of slot time that tasks take
    public record Point(
            int executors, int slots, long durationMillis, long coreMillis, double utilisation) {}

    public record Suggestion(Point point, String text) {}

    /// @param waitMillis before it, while the driver alone worked
    public record Step(StageRun stage, long longestTaskMillis, long waitMillis) {}

    /// Absent before a task has ended.
    ///
    /// @param taskMillis the durations of a stage attempt's ended tasks, in the order in which they
    ///   were launched
    public static Optional<WhatIf> of(RunFacts facts, Function<StageRun, int[]> taskMillis) {
        return Recorder.record(facts, taskMillis)
                .filter(recording -> recording.taskMillis() > 0)
                .map(recording -> new Modelling(facts, recording).whatIf());
    }

    /// As a share of the truth; negative where the model is too quick.
    public double modelError() {
        return durationMillis == 0 ? 0 : (double) (modelMillis - durationMillis) / durationMillis;
    }

    public boolean trusted() {
        return trusted(modelError());
    }

    static boolean trusted(double error) {
        return Math.abs(error) <= TRUSTED_ERROR;
    }
}
