package io.spindrift.manifest;

import static io.spindrift.manifest.FieldType.TEXT;
import static io.spindrift.manifest.FieldType.WHOLE;

/// The fields of `restartPolicy` that say when a program runs again: those of an application and of
/// a Connect server differ in the name of the first only.
final class RestartFields {
    private RestartFields() {}

    /// @param type where the kind of policy stands
    static FieldList of(FieldList list, String type) {
        return list.done(
                        type,
                        TEXT,
                        "`restartPolicy.type`: `never`, `onFailure`, `always`",
                        Steps::restart)
                .done(
                        "restartPolicy.onFailureRetries",
                        WHOLE,
                        "`restartPolicy.maxRetries` and `maxInfrastructureRetries`, at most 100",
                        Steps::retries)
                .done(
                        "restartPolicy.onFailureRetryInterval",
                        WHOLE,
                        "`restartPolicy.backoffSeconds`; it doubles with each retry",
                        Steps::retryInterval);
    }
}
