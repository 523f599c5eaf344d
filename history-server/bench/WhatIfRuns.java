import io.spindrift.history.Intake;
import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.whatif.WhatIf;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the model makes of each run, and of the others' numbers of executors.
/// `WhatIfRuns DATABASE LOG...`: logs of one program on different numbers of executors.
final class WhatIfRuns {
    public static void main(String[] args) {
        List<WhatIf> runs = new ArrayList<>();
        try (Database database = Database.open(Path.of(args[0]), DatabaseSettings.standard())) {
            HistoryStore store = new HistoryStore(database, facts -> List.of(), new NoIndex(), LogFolder::files);
            store.start();
            try (LogIntake intake = new LogIntake(store)) {
                for (int i = 1; i < args.length; i++) {
                    runs.add(read(store, intake, new RunId("run-" + i, 1), Path.of(args[i])));
                }
            }
        }
        for (WhatIf run : runs) {
            System.out.printf("%d executors: took %.1f s, model %.1f s (%+.1f %%), driver %.1f s, tasks %.1f s, no end of executors %.1f s%n",
                    run.executors(), run.durationMillis() / 1e3, run.modelMillis() / 1e3, 100 * run.modelError(),
                    run.driverMillis() / 1e3, run.taskMillis() / 1e3, run.criticalPathMillis() / 1e3);
            for (WhatIf other : runs) {
                run.points().stream()
                        .filter(point -> other != run && point.executors() == other.executors())
                        .forEach(point -> System.out.printf("  of %d executors it says %.1f s, they took %.1f s (%+.1f %%)%n", other.executors(),
                                point.durationMillis() / 1e3, other.durationMillis() / 1e3,
                                100.0 * (point.durationMillis() - other.durationMillis()) / other.durationMillis()));
            }
        }
    }

    private static WhatIf read(HistoryStore store, LogIntake intake, RunId run, Path log) {
        intake.follow(run, log, null);
        for (int poll = 0; poll < 1_000_000 && intake.logState(run) != Intake.LogState.READ_TO_END; poll++) {
            intake.poll();
        }
        RunFacts facts = store.facts(run).orElseThrow();
        WhatIf answer = null;
        long start = 0;
        for (int round = 0; round < 3; round++) {
            start = System.nanoTime();
            answer = WhatIf.of(facts, stage -> store.taskMillis(run, stage.id())).orElseThrow();
        }
        System.out.printf("%s: %d tasks of %d stages played at %d counts in %.0f ms%n", log.getFileName(), facts.app().totals().tasks().total(),
                facts.app().totals().stages(), answer.points().size(), (System.nanoTime() - start) / 1e6);
        return answer;
    }

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
