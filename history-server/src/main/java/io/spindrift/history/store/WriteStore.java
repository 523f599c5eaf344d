package io.spindrift.history.store;

import io.spindrift.history.Issue;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.IssueFinder;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.RunStore.RunRow;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts what folds have changed into rows, and keeps the list of runs and the index in step.
final class WriteStore {
    private final Database database;
    private final IssueFinder issues;
    private final SearchIndex index;
    private final MemoryStore memory;
    private final RunList runs;

    WriteStore(Database database, IssueFinder issues, SearchIndex index, RunList runs) {
        this.database = database;
        this.issues = issues;
        this.index = index;
        this.memory = new MemoryStore(database);
        this.runs = runs;
    }

    /// Reads the list of runs into memory.
    void start() {
        try (Cursor<RunId, RunRow> cursor = database.scan(RunStore.RUNS, Range.all())) {
            cursor.forEachRemaining(entry -> remember(database, entry.row()));
        }
    }

    private void remember(Reading rows, RunRow row) {
        runs.put(AppRuns.of(row, new AnswerStore(rows, row.app().run).sampledPeakBytes()));
    }

    RunWriter open(RunId run, String log, @Nullable String jobId) {
        Optional<RunRow> known = database.get(RunStore.RUNS, run);
        AppState app = known.map(RunRow::app).orElseGet(() -> new AppState(run, jobId));
        app.jobId = jobId == null ? app.jobId : jobId;
        LiveStore stored = new LiveStore(database, run);
        Fold fold = new Fold(app, stored);
        if (known.isEmpty()) {
            return new RunWriter(this, fold, log, LogPosition.START, 0, false);
        }
        stored.load(fold);
        RunRow row = known.get();
        return new RunWriter(this, fold, log, row.position(), row.closeMillis(), true);
    }

    /// Puts all that a fold has changed, and the position, into rows at once.
    void commit(Fold fold, String log, LogPosition position, long closeMillis) {
        RunId run = fold.app.run;
        IssueCounts counts =
                database.get(IssueStore.ISSUES, run).map(IssueCounts::of).orElse(IssueCounts.NONE);
        RunRow row =
                new RunRow(
                        fold.app, log, position, closeMillis, false, FoldStore.sums(fold), counts);
        database.write(
                Durability.PROCESS,
                batch -> {
                    batch.put(RunStore.RUNS, run, row);
                    batch.put(RunStore.SERIES, run, fold.app.series);
                    FoldStore.put(fold, batch);
                });
        FoldStore.settled(fold);
        remember(database, row);
    }

    /// Marks logs as read to their end, all at once: waiting for the disk costs more than a log.
    void seal(Collection<RunId> runs) {
        database.write(
                Durability.MACHINE,
                batch ->
                        runs.forEach(run ->
                                database.get(RunStore.RUNS, run)
                                        .ifPresent(row ->
                                                batch.put(RunStore.RUNS, run, row.sealed()))));
    }

    /// Finds issues anew, stores and counts them, and brings the index in step.
    void judge(RunId run) {
        facts(run)
                .ifPresent(facts -> {
                    List<Issue> found = issues.issues(facts);
                    IssueCounts counts = IssueCounts.of(found);
                    Optional<RunRow> row =
                            database.get(RunStore.RUNS, run).map(each -> each.judged(counts));
                    row.ifPresent(each -> each.app().endedInFailure = facts.endedInFailure(found));
                    database.write(
                            Durability.PROCESS,
                            batch -> {
                                batch.put(IssueStore.ISSUES, run, found);
                                row.ifPresent(each -> batch.put(RunStore.RUNS, run, each));
                            });
                    row.ifPresent(each -> remember(database, each));
                    index.put(facts, found);
                });
    }

    /// Remembers what became of a run that is not being read, and brings the index in step.
    boolean outcome(RunId run, String outcome) {
        Optional<RunRow> known = database.get(RunStore.RUNS, run);
        known.ifPresent(row -> {
            row.app().outcome = outcome;
            database.write(Durability.MACHINE, batch -> batch.put(RunStore.RUNS, run, row));
            facts(run).ifPresent(facts -> index.put(facts, found(run)));
        });
        return known.isPresent();
    }

    private Optional<RunFacts> facts(RunId run) {
        try (Snapshot rows = database.snapshot()) {
            return new AnswerStore(rows, run).facts();
        }
    }

    private List<Issue> found(RunId run) {
        return database.get(IssueStore.ISSUES, run).orElse(List.of());
    }

    void sampled(RunId run, List<MemorySample> samples) {
        if (memory.add(run, samples)) {
            database.get(RunStore.RUNS, run).ifPresent(row -> remember(database, row));
        }
    }

    /// As if nothing of its log had been read; samples of memory stay.
    void unfold(RunId run) {
        index.remove(run);
        index.commit();
        database.write(Durability.MACHINE, batch -> FoldStore.unfold(run, batch));
        runs.remove(run);
    }

    void forget(RunId run) {
        index.remove(run);
        index.commit();
        database.write(Durability.MACHINE, batch -> FoldStore.forget(run, batch));
        runs.remove(run);
    }
}
