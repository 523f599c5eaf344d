package io.spindrift.history.ingest;

import io.spindrift.history.LogFiles;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.HistoryStore.Known;
import java.time.InstantSource;
import java.util.List;

/// Finds event logs in several places at once, and has them read: the newest first, so many at a
/// time that memory is bounded. Safe for many threads.
public final class LogSources {
    /// Read at once; those that stand still do not count.
    private static final int READ_MAX = 64;

    private final HistoryStore store;
    private final LogIntake intake;
    private final List<SourceWatch> watches;
    private final RunNames names = new RunNames();
    private final List<LogSource> sources;

    public LogSources(
            HistoryStore store, LogIntake intake, List<LogSource> sources, InstantSource clock) {
        this.store = store;
        this.intake = intake;
        this.sources = List.copyOf(sources);
        Twins twins = new Twins(store, intake, this::holds);
        this.watches =
                sources.stream()
                        .map(source -> new SourceWatch(source, intake, names, twins, clock))
                        .toList();
    }

    private boolean holds(String log) {
        return sources.stream().anyMatch(source -> source.holds(log));
    }

    /// Finds the files of logs that lie in these sources, or on this machine's disk.
    public static LogFiles files(List<LogSource> sources) {
        return (run, log) ->
                sources.stream()
                        .filter(source -> !source.key(log).isEmpty())
                        .findFirst()
                        .map(source -> EventLog.in(source.store(), source.key(log), log).parts())
                        .orElseGet(() -> LogFolder.files(run, log));
    }

    /// Learns from the rows which logs were read. To be called once, before [#look].
    public synchronized void start() {
        for (Known each : store.logs()) {
            SourceWatch owner =
                    watches.stream()
                            .filter(watch -> !watch.source.key(each.log()).isEmpty())
                            .findFirst()
                            .orElse(null);
            if (owner != null) {
                names.known(each.run(), each.log(), owner.source.address());
                owner.known(each);
            }
        }
    }

    /// Looks for what is new, in those sources whose time has come. To be called on a beat, before
    /// [LogIntake#poll].
    ///
    /// @return whether logs wait to be read: call both again at once
    public synchronized boolean look() {
        int room = READ_MAX - intake.busy();
        boolean waiting = false;
        for (SourceWatch watch : watches) {
            watch.look();
            watch.settle();
            room -= watch.feed(Math.max(0, room));
            waiting |= watch.state().waiting() > 0;
        }
        return waiting;
    }

    public synchronized List<SourceState> states() {
        return watches.stream().map(SourceWatch::state).toList();
    }
}
