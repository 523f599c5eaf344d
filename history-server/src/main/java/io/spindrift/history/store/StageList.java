package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.StageRun;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.RunStore.RunRow;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The stages of the ended run that was looked at last: pages ask for them several times, and
/// reading their rows is half of each answer. Safe for many threads.
final class StageList {
    /// Some 4 KB each.
    private static final int STAGES_MOST = 3000;

    /// @param position stands in one batch with the rows, so where it is the same, so are they
    private record Found(RunId run, String log, LogPosition position, List<StageRun> stages) {
        boolean tells(RunId wanted, RunRow row) {
            return run.equals(wanted)
                    && row.readToEnd()
                    && log.equals(row.log())
                    && position.equals(row.position());
        }
    }

    private final AtomicReference<@Nullable Found> last = new AtomicReference<>();

    List<StageRun> of(AnswerStore rows, RunId run) {
        RunRow row = rows.row().orElse(null);
        Found found = last.get();
        if (row != null && found != null && found.tells(run, row)) {
            return found.stages();
        }
        List<StageRun> stages = rows.stages();
        if (row != null && row.readToEnd() && stages.size() <= STAGES_MOST) {
            last.set(new Found(run, row.log(), row.position(), List.copyOf(stages)));
        }
        return stages;
    }

    /// Another log may come to stand where the last one did.
    void forget() {
        last.set(null);
    }
}
