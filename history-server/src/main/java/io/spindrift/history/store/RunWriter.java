package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.eventlog.SparkEvent;

/// Takes one run's events in order, and puts what they change into rows a batch at a time. Rows and
/// position change together: after a crash, the same events from [#position] on lead to the same
/// rows.
///
/// Not for several threads.
public final class RunWriter {
    private final WriteStore store;
    private final Fold fold;
    private final String log;
    private LogPosition position;
    private long closeMillis;
    private int pending;

    /// A run that has no row yet gets one with the first commit.
    private boolean stored;

    RunWriter(
            WriteStore store,
            Fold fold,
            String log,
            LogPosition position,
            long closeMillis,
            boolean stored) {
        this.store = store;
        this.stored = stored;
        this.fold = fold;
        this.log = log;
        this.position = position;
        this.closeMillis = closeMillis;
    }

    public RunId run() {
        return fold.app.run;
    }

    /// Behind the last event that is in rows.
    public LogPosition position() {
        return position;
    }

    /// Whether the log has told of the application's end.
    public boolean applicationEnded() {
        return fold.app.state == RunState.ENDED;
    }

    public void apply(SparkEvent event) {
        fold.apply(event);
        pending++;
    }

    /// Events since the last commit.
    public int pending() {
        return pending;
    }

    /// All events so far are in rows, and the log is read up to here.
    ///
    /// @throws RuntimeException of the store; nothing is lost then, and it may be called again
    public void commit(LogPosition upTo) {
        if (stored && pending == 0 && upTo.equals(position)) {
            return;
        }
        write(upTo);
    }

    private void write(LogPosition upTo) {
        store.commit(fold, log, upTo, closeMillis);
        stored = true;
        position = upTo;
        pending = 0;
        fold.evict();
    }

    /// Remembers when the driver ended, for the case that its log has no end of its own. Not
    /// between events and their commit.
    public void driverEnded(long atMillis) {
        if (pending > 0) {
            throw new IllegalStateException("events are to be committed first");
        }
        closeMillis = atMillis;
        write(position);
    }

    /// Remembers that the log has not grown since then, though it has no end, and that nobody told
    /// of its driver. Not between events and their commit.
    public void standsStill(long sinceMillis) {
        fold.app.standsStill = true;
        driverEnded(sinceMillis);
    }

    /// Remembers what became of the run, by the word of who ran it. Not between events and their
    /// commit.
    public void outcome(String outcome) {
        if (pending > 0) {
            throw new IllegalStateException("events are to be committed first");
        }
        fold.app.outcome = outcome;
        write(position);
    }

    /// When the driver ended, as told; 0 when nobody told.
    public long driverEndedMillis() {
        return closeMillis;
    }

    /// Finds issues anew and brings the index in step, while the run still grows.
    public void judge() {
        store.judge(fold.app.run);
    }

    /// Nothing more will come: all events so far are in rows, issues are found, and the index has
    /// them. [HistoryStore#seal] is left to be called. Idempotent.
    ///
    /// @param driverEndedMillis used where the log has no end of its own
    public void finish(LogPosition upTo, long driverEndedMillis) {
        fold.finish(driverEndedMillis);
        closeMillis = driverEndedMillis;
        write(upTo);
        store.judge(fold.app.run);
    }
}
