package io.spindrift.history.store;

import io.spindrift.history.Issue;
import io.spindrift.history.RunId;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;

/// A store on a database of its own, which can be closed and opened again.
public final class TestStore implements AutoCloseable {
    public static final RunId RUN = new RunId("etl-1", 1);

    public final HistoryStore store;
    public final KeptLogStore kept;
    public final NoSearch index = new NoSearch();
    private final Database database;

    public TestStore(Path folder) {
        database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(1 << 20));
        store =
                new HistoryStore(
                        database,
                        facts ->
                                facts.app().totals().tasks().failed() == 0
                                        ? List.of()
                                        : List.of(
                                                new Issue(
                                                        "failed-tasks",
                                                        1,
                                                        Issue.Severity.WARNING,
                                                        "tasks failed",
                                                        List.of(),
                                                        "mend them",
                                                        0)),
                        index,
                        LogFolder::files);
        store.start();
        kept = new KeptLogStore(database);
        kept.start();
    }

    @Override
    public void close() {
        database.close();
    }
}
