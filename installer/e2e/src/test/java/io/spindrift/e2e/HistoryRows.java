package io.spindrift.e2e;

import io.spindrift.history.AppRun;
import io.spindrift.history.Intake;
import io.spindrift.history.Issue;
import io.spindrift.history.MemorySeries;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows that history keeps, without a platform: opened where one has ended, or made from an
/// event log in one undisturbed reading.
public final class HistoryRows implements AutoCloseable {
    private static final int POLLS_MAX = 100_000;

    private final Database database;
    private final HistoryStore store;

    private final @Nullable Path temporary;

    /// @param temporary what is removed in the end
    private HistoryRows(Path folder, @Nullable Path temporary) {
        this.temporary = temporary;
        database = Database.open(folder, DatabaseSettings.standard());
        store = new HistoryStore(database, IssueRules::issues, new NoIndex(), LogFolder::files);
        store.start();
    }

    /// @param folder of RocksDB, which no process has open
    public static HistoryRows open(Path folder) {
        return new HistoryRows(folder, null);
    }

    public static HistoryRows empty(String name) {
        try {
            Path folder = Files.createTempDirectory("spindrift-e2e-" + name + "-");
            return new HistoryRows(folder, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a log from its first to its last byte.
    ///
    /// @param samples of memory, which no log holds
    public void read(
            RunId run,
            Path log,
            @Nullable String jobId,
            List<MemorySeries> samples,
            @Nullable Instant endedAt) {
        try (LogIntake intake = new LogIntake(store)) {
            samples.forEach(series -> intake.sampled(run, series.samples()));
            intake.follow(run, log, jobId);
            if (endedAt != null) {
                intake.close(run, endedAt);
            }
            for (int poll = 0; poll < POLLS_MAX; poll++) {
                intake.poll();
                if (intake.logState(run) == Intake.LogState.READ_TO_END) {
                    return;
                }
            }
            throw new AssertionError("no end of " + log + ": " + intake.logState(run));
        }
    }

    public void outcome(RunId run, @Nullable String outcome) {
        if (outcome != null) {
            store.outcome(run, outcome);
        }
    }

    public AppRun run(RunId run) {
        return store.run(run).orElseThrow();
    }

    public void forget(RunId run) {
        store.forget(run);
    }

    public List<MemorySeries> memory(RunId run) {
        return store.memory(run, Integer.MAX_VALUE);
    }

    /// All that is known of a run, a line each.
    public List<String> dump(RunId run) {
        return store.dump(run).lines().toList();
    }

    @Override
    public void close() {
        database.close();
        if (temporary != null) {
            Platform.delete(temporary);
        }
    }

    /// Rows are what is compared; the index is made from them.
    private static final class NoIndex implements SearchIndex {
        @Override
        public void put(RunFacts facts, List<Issue> issues) {}

        @Override
        public void remove(RunId run) {}

        @Override
        public void commit() {}

        @Override
        public SearchResult search(SearchQuery query) {
            return new SearchResult(List.of(), List.of());
        }
    }
}
