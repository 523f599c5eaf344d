package io.spindrift.history.ingest;

import io.spindrift.cloud.CloudException;
import io.spindrift.history.AppRun;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.SparkEvent.ApplicationStart;
import io.spindrift.history.store.HistoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Predicate;

/// Tells whether a log of a source is that of a run which is known from elsewhere already: a driver
/// that pushes its events and writes its log too is one run.
///
/// Whoever was read first is read on. What was pushed and lacks something, because the driver or
/// the way to the server broke, gives place to the log.
final class Twins {
    /// What the plugin writes in the place of events that it had to drop.
    private static final String DROPPED = "io.spindrift.agent.EventsDropped";

    private final HistoryStore store;
    private final LogIntake intake;
    private final Predicate<String> inSources;

    enum Judgement {
        /// It is the only one that tells its run.
        ALONE,
        /// Another tells the same run.
        SAME,
        /// Another application has the same id.
        OTHER,
        /// The log, or the other, has not told its start yet.
        UNKNOWN
    }

    /// @param inSources whether a log lies in a source, which names its runs itself
    Twins(HistoryStore store, LogIntake intake, Predicate<String> inSources) {
        this.store = store;
        this.intake = intake;
        this.inSources = inSources;
    }

    boolean isElsewhere(RunId named) {
        return intake.address(named).filter(log -> !inSources.test(log)).isPresent();
    }

    Judgement judge(RunId named, EventLog log) {
        if (!isElsewhere(named)) {
            return Judgement.ALONE;
        }
        Optional<AppRun> run = store.run(named).filter(known -> !known.sparkAppId().isEmpty());
        Optional<ApplicationStart> start = start(log);
        if (run.isEmpty() || start.isEmpty()) {
            return Judgement.UNKNOWN;
        }
        return isSame(run.get(), start.get()) ? Judgement.SAME : Judgement.OTHER;
    }

    static boolean isSame(AppRun run, ApplicationStart start) {
        return run.startedAt().toEpochMilli() == start.atMillis()
                && run.user().equals(start.user());
    }

    private static Optional<ApplicationStart> start(EventLog log) {
        try {
            return LogHead.of(log);
        } catch (CloudException e) {
            return Optional.empty(); // looked at again
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether what was pushed is over, one way or the other.
    boolean isOver(RunId run) {
        return store.readToEnd(run);
    }

    /// Whether something is missing in what was pushed.
    boolean isLacking(RunId run) {
        return store.run(run).map(known -> known.state() == RunState.INCOMPLETE).orElse(true)
                || store.logNotes(run).unknownByName().containsKey(DROPPED);
    }
}
