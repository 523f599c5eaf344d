package io.spindrift.history.http;

import io.spindrift.history.ConnectSession.OperationStatus;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.StreamingQueryRun.StreamingStatus;
import io.spindrift.history.TaskRun.TaskStatus;

/// One set of words for how jobs, queries, stages and tasks stand.
enum SpanState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED,
    PENDING,
    KILLED,
    UNKNOWN;

    static SpanState of(JobStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static SpanState of(SqlStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case COMPLETED -> SUCCEEDED;
            case FAILED -> FAILED;
        };
    }

    static SpanState of(StageStatus status) {
        return switch (status) {
            case ACTIVE -> RUNNING;
            case COMPLETE -> SUCCEEDED;
            case FAILED -> FAILED;
            case PENDING -> PENDING;
            case SKIPPED -> SKIPPED;
        };
    }

    static SpanState of(TaskStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case SUCCESS -> SUCCEEDED;
            case FAILED -> FAILED;
            case KILLED -> KILLED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static SpanState of(StreamingStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case FINISHED -> SUCCEEDED;
            case FAILED -> FAILED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static SpanState of(OperationStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELED -> KILLED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    TaskStatus taskStatus() {
        return switch (this) {
            case RUNNING -> TaskStatus.RUNNING;
            case SUCCEEDED -> TaskStatus.SUCCESS;
            case FAILED -> TaskStatus.FAILED;
            case KILLED -> TaskStatus.KILLED;
            case UNKNOWN -> TaskStatus.UNKNOWN;
            case SKIPPED, PENDING -> throw new IllegalArgumentException("no task is " + name());
        };
    }

    static SpanState parse(String text) {
        for (SpanState state : values()) {
            if (state.name().equalsIgnoreCase(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "state is one of RUNNING, SUCCEEDED, FAILED, SKIPPED, PENDING, KILLED, UNKNOWN, not "
                        + text);
    }
}
