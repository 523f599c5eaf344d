package io.spindrift.history.ingest;

import io.spindrift.history.Intake.LogState;
import io.spindrift.history.RunId;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads one log to its end in a process of its own, which a test ends at any moment: `LOG DATA`.
/// Says when it begins, and writes all rows to `DATA/dump` when it is done.
final class KilledIngest {
    static final RunId RUN = new RunId("killed", 1);

    private KilledIngest() {}

    public static void main(String... words) throws Exception {
        Path data = Path.of(words[1]);
        try (Database database = Database.open(data.resolve("rocksdb"), settings());
                LuceneIndex index = LuceneIndex.open(data.resolve("index"))) {
            HistoryStore store =
                    new HistoryStore(database, IssueRules::issues, index, LogFolder::files);
            store.start();
            if (index.madeAnew()) {
                index.fill(store);
            }
            try (LogIntake intake = new LogIntake(store)) {
                intake.follow(RUN, Path.of(words[0]), "job");
                System.out.println("begun");
                for (int i = 0; i < 10_000 && intake.logState(RUN) != LogState.READ_TO_END; i++) {
                    intake.poll();
                }
            }
            Files.writeString(data.resolve("dump"), store.dump(RUN));
        }
    }

    private static DatabaseSettings settings() {
        return DatabaseSettings.standard().withReservedDiskBytes(1 << 20);
    }
}
