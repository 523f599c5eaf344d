package io.spindrift.history.store;

import io.spindrift.history.StageId;
import org.jspecify.annotations.Nullable;

/// States of one run that were put away because nothing more was expected of them.
interface StoredStates {
    @Nullable JobState job(int id);

    @Nullable StageState stage(StageId id);

    @Nullable SqlState sql(long id);

    @Nullable SqlPlan plan(long sqlId);

    @Nullable TaskColumns block(StageId stage, int number);
}
