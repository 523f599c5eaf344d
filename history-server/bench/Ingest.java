import io.spindrift.history.Intake;
import io.spindrift.history.Issue;
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
import java.nio.file.Path;
import java.util.List;

/// Reads one log into rows, from the start of the process to the first answer about stages.
/// `Ingest LOG DATABASE [RUNS]`: with RUNS above 1 the log is read again as further runs, to see the
/// speed of a process that is warm.
final class Ingest {
    public static void main(String[] args) {
        long started = System.nanoTime();
        int runs = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        try (Database database = Database.open(Path.of(args[1]), DatabaseSettings.standard());
                LogIntake intake = new LogIntake(store = new HistoryStore(database, Ingest::issues, new NoIndex(), LogFolder::files))) {
            store.start();
            for (int i = 1; i <= runs; i++) {
                long start = System.nanoTime();
                RunId run = new RunId("bench", i);
                intake.follow(run, Path.of(args[0]), null);
                long bytes = 0;
                long events = 0;
                for (int poll = 0; poll < 1_000_000 && intake.logState(run) != Intake.LogState.READ_TO_END; poll++) {
                    Intake.Progress progress = intake.poll();
                    bytes += progress.bytes();
                    events += progress.events();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("run %d: %d bytes, %d events, %.2f s, %.0f MB/s, %d stages, efficiency %.3f%n",
                        i, bytes, events, seconds, bytes / 1e6 / seconds, store.stages(run).size(), store.run(run).orElseThrow().efficiency().orElse(0));
            }
        }
        System.out.printf("wall %.2f s since main%n", (System.nanoTime() - started) / 1e9);
    }

    private static HistoryStore store;

    private static List<Issue> issues(RunFacts facts) {
        return IssueRules.issues(facts);
    }

    /// The index is measured on its own.
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
