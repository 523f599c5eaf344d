package io.spindrift.track;

import org.jspecify.annotations.Nullable;

/// What the event log of an attempt has told so far.
///
/// @param readToEnd nothing more will come, and all of it has been taken in
/// @param sparkAppId Spark's own id; null until the log has told it
/// @param streaming whether a streaming query runs
/// @param errorIssues issues of severity error found so far
/// @param failure why it failed, in a sentence with the root cause; null when the log does not say
public record LogView(
        boolean readToEnd,
        @Nullable String sparkAppId,
        boolean streaming,
        int errorIssues,
        @Nullable String failure) {
    /// Of a log that has told nothing yet.
    public static final LogView NOTHING = new LogView(false, null, false, 0, null);
}
