package io.spindrift.track;

import io.spindrift.app.AppTimeout;
import io.spindrift.app.Application;
import io.spindrift.app.TimeoutPolicy;
import java.time.Instant;
import java.util.Optional;

/// How long an application may run.
public final class TimeLimit {
    private TimeLimit() {}

    /// What there is to say of one that nobody wants stopped at its timeout, only told of: empty
    /// until it has run longer, then for good.
    public static Optional<String> warning(Application app, Instant now) {
        AppTimeout timeout = app.timeout();
        if (timeout == null || timeout.policy() != TimeoutPolicy.WARN) {
            return Optional.empty();
        }
        Instant until = app.endedAt().orElse(now);
        return app.startedAt()
                .filter(since -> !until.isBefore(since.plus(timeout.limit())))
                .map(since ->
                        sentence(timeout)
                                + (app.state().terminal() ? "" : "; by its policy it may go on"));
    }

    static String sentence(AppTimeout timeout) {
        long minutes = timeout.limit().toMinutes();
        return "it ran longer than its timeout of "
                + (minutes == 1 ? "1 minute" : minutes + " minutes");
    }
}
