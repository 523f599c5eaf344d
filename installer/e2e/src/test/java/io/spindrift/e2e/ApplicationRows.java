package io.spindrift.e2e;

import io.spindrift.app.AppKey;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.app.Progress;
import io.spindrift.app.Transition;
import io.spindrift.history.RunId;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.time.Instant;
import java.util.List;

/// Changes what a stopped platform knows of an application.
final class ApplicationRows {
    private ApplicationRows() {}

    /// Lets an ended application of one attempt have run at another time: that of the log which was
    /// put in the place of its own.
    static void runFrom(Platform platform, RunId run, Instant startedAt, Instant endedAt) {
        try (Database database =
                Database.open(platform.data().resolve("rocksdb"), DatabaseSettings.standard())) {
            ApplicationStore apps = new ApplicationStore(database, app -> {});
            apps.start();
            apps.update(new AppKey("local", run.appId()), app -> moved(app, startedAt, endedAt));
        }
    }

    private static Application moved(Application app, Instant startedAt, Instant endedAt) {
        Progress before = app.progress();
        Attempt attempt = before.attempts().getFirst();
        List<Transition> transitions =
                before.transitions().stream()
                        .map(each ->
                                new Transition(
                                        each.state(),
                                        each.state().terminal() ? endedAt : startedAt,
                                        each.reason()))
                        .toList();
        Attempt moved =
                new Attempt(
                        attempt.number(),
                        startedAt,
                        startedAt,
                        startedAt,
                        startedAt,
                        endedAt,
                        attempt.exitCode(),
                        attempt.failure(),
                        attempt.reason(),
                        attempt.sparkAppId(),
                        attempt.hindrance(),
                        attempt.node());
        return app.with(
                new Progress(transitions, List.of(moved), null, before.failure(), null), endedAt);
    }
}
