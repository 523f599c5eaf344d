import io.spindrift.history.Intake;
import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one log into rows, from the start of the process to the first answer about stages.
/// `Ingest LOG DATABASE [RUNS [questions]]`: with RUNS above 1 the log is read again as further runs, to see the
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
            if (args.length > 3) {
                questions(new RunId("bench", 1));
            }
        }
        System.out.printf("wall %.2f s since main%n", (System.nanoTime() - started) / 1e9);
    }

    private static HistoryStore store;

    /// How long pages wait for their answers, the third time they are asked.
    private static void questions(RunId run) {
        StageId stage = store.stages(run).getLast().id();
        Map<String, Runnable> questions = new LinkedHashMap<>();
        questions.put("runs", () -> store.runs(RunQuery.newest(50)));
        questions.put("jobs", () -> store.jobs(run));
        questions.put("stages", () -> store.stages(run));
        questions.put("executors", () -> store.executors(run));
        questions.put("tasks of a stage, by duration", () -> store.tasks(run, stage, new TaskQuery(Set.of(), new TaskQuery.Sort.By(TaskQuery.Field.DURATION), true, 0, 50)));
        questions.put("quantiles of a stage", () -> store.taskSummary(run, stage, List.of(0.0, 0.25, 0.5, 0.75, 1.0)));
        questions.put("core usage", () -> store.coreUsage(run, 400));
        questions.put("facts", () -> store.facts(run));
        questions.put("facts and issues", () -> issues(store.facts(run).orElseThrow()));
        for (int round = 0; round < 3; round++) {
            for (Map.Entry<String, Runnable> each : questions.entrySet()) {
                long start = System.nanoTime();
                each.getValue().run();
                if (round == 2) {
                    System.out.printf("%s: %.1f ms%n", each.getKey(), (System.nanoTime() - start) / 1e6);
                }
            }
        }
    }

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
