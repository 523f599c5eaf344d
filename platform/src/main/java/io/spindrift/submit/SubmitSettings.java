package io.spindrift.submit;

/// Bounds of submissions.
///
/// @param waitingLimit how many applications may wait on one cluster; more are refused
public record SubmitSettings(int waitingLimit) {
    public SubmitSettings {
        if (waitingLimit < 1) {
            throw new IllegalArgumentException("the queue has room for one or more");
        }
    }

    public static SubmitSettings standard() {
        return new SubmitSettings(10_000);
    }
}
