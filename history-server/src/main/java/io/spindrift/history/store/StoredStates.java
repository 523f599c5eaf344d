package io.spindrift.history.store;

import io.spindrift.history.StageId;
import io.spindrift.history.store.ConnectState.SessionState;
import org.jspecify.annotations.Nullable;

/// States of one run that were put away because nothing more was expected of them.
interface StoredStates {
    @Nullable JobState job(int id);

    @Nullable StageState stage(StageId id);

    @Nullable SqlState sql(long id);

    @Nullable SqlPlan plan(long sqlId);

    @Nullable StreamState stream(String runId);

    StreamPoints points(String streamRunId);

    @Nullable RddState rdd(int id);

    @Nullable SessionState session(String id);

    @Nullable TaskColumns block(StageId stage, int number);
}
