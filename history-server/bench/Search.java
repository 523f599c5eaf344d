import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.JobRun;
import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.Line;
import io.spindrift.history.LogLines.LogPlace;
import io.spindrift.history.Page;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SqlRun;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.search.SearchSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Puts applications and lines of their logs into an index, and asks a mixed set of questions of
/// it, while some runs change:
///
/// `java -Xmx512m -cp CLASSES_AND_JARS Search.java 100000 10000000 FOLDER`
///
/// A folder that is filled already is only asked. CPU time is what tells on a machine that others use, too.
final class Search {
    private static final String[] USERS = {"amy", "bob", "carol", "dave", "erin", "frank"};
    private static final String[] TABLES = {"orders", "clients", "stock", "visits", "invoices", "returns", "prices", "clicks"};
    private static final String[] ERRORS = {
        "java.lang.OutOfMemoryError", "java.net.SocketTimeoutException",
        "org.apache.spark.shuffle.FetchFailedException", "java.io.FileNotFoundException"
    };
    private static final String[] TYPES = {"Python", "Scala", "Java", "SQL"};
    private static final String[] LINES = {
        "26/11/21 %02d:%02d:%02d INFO TaskSetManager: Starting task %d.0 in stage %d.0 (TID %d) (10.0.%d.%d, executor %d, partition %d, PROCESS_LOCAL, 9812 bytes)",
        "26/11/21 %02d:%02d:%02d INFO TaskSetManager: Finished task %d.0 in stage %d.0 (TID %d) in %d ms on 10.0.3.%d (executor %d) (%d/200)",
        "26/11/21 %02d:%02d:%02d INFO MemoryStore: Block broadcast_%d_piece0 stored as bytes in memory (estimated size %d.5 KiB, free %d.2 MiB)",
        "26/11/21 %02d:%02d:%02d INFO DAGScheduler: Submitting %d missing tasks from ShuffleMapStage %d (MapPartitionsRDD[%d] at collect at etl.py:%d)",
        "26/11/21 %02d:%02d:%02d INFO BlockManagerInfo: Added broadcast_%d_piece0 in memory on 10.0.%d.%d:%d (size: %d.1 KiB, free: 434.%d MiB)",
        "26/11/21 %02d:%02d:%02d INFO Executor: Running task %d.0 in stage %d.0 (TID %d)",
        "26/11/21 %02d:%02d:%02d INFO ShuffleBlockFetcherIterator: Getting %d (%d.0 MiB) non-empty blocks including %d (%d.0 KiB) local and %d remote blocks",
        "26/11/21 %02d:%02d:%02d INFO CodeGenerator: Code generated in %d.%d ms",
        "26/11/21 %02d:%02d:%02d INFO FileScanRDD: Reading File path: s3a://lake/sales/day=2026-11-%02d/part-%05d-%08x.parquet, range: 0-%d, partition values: [empty row]",
        "\tat org.apache.spark.sql.execution.WholeStageCodegenExec$$anon$1.hasNext(WholeStageCodegenExec.scala:%d)",
        "26/11/21 %02d:%02d:%02d WARN TaskSetManager: Lost task %d.0 in stage %d.0 (TID %d) (10.0.3.%d executor %d): java.io.IOException: No space left on device",
    };
    private static final String[] RARE = {
        "26/11/21 %02d:%02d:%02d ERROR TaskSchedulerImpl: Lost executor %d on 10.0.3.%d: Container killed by YARN for exceeding memory limits",
        "26/11/21 %02d:%02d:%02d ERROR Executor: Exception in task %d.0 in stage %d.0 (TID %d)",
        "java.lang.OutOfMemoryError: GC overhead limit exceeded in task %d",
    };
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    private final Random random = new Random(7);
    private final LuceneIndex index;

    private Search(LuceneIndex index) {
        this.index = index;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        long lines = Long.parseLong(arguments[1]);
        Path folder = Path.of(arguments[2]);
        SearchSettings settings =
                new SearchSettings(List.of(), run -> new RunLabels("prod-" + Math.floorMod(run.hashCode(), 3), TYPES[Math.floorMod(run.hashCode(), 4)], 1_000_000L + Math.floorMod(run.hashCode(), 9_000_000)), false);
        try (LuceneIndex index = LuceneIndex.open(folder, settings)) {
            Search bench = new Search(index);
            if (index.madeAnew()) {
                bench.fill(runs, lines, folder);
            }
            bench.ask(runs);
        }
        System.out.printf("%.1f s of CPU in all%n", ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0);
    }

    private void fill(int runs, long lines, Path folder) throws IOException {
        long begun = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            index.put(run(run), List.of());
            if (run % 5_000 == 4_999) {
                index.commit();
            }
        }
        index.commit();
        double seconds = (System.nanoTime() - begun) / 1e9;
        long runBytes = bytes(folder);
        System.out.printf("%,d runs: %.0f a second, %,d bytes on disk each%n", runs, runs / seconds, runBytes / runs);
        begun = System.nanoTime();
        long raw = 0;
        long put = 0;
        for (int run = 0; put < lines; run = (run + 1) % runs) {
            int share = (int) Math.min(lines - put, (run % 10 == 0 ? 55 : 5) * (lines / runs) / 10);
            raw += log(run, "driver", share / 2);
            raw += log(run, "executor-1", share - share / 2);
            if (put / 200_000 != (put + share) / 200_000) {
                index.commit();
            }
            put += share;
        }
        index.fill((History) Proxy.newProxyInstance(Search.class.getClassLoader(), new Class<?>[] {History.class}, (self, method, asked) -> new Page<>(List.of(), 0)));
        seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("%,d lines of %d bytes: %,.0f a second, %.1f bytes on disk each%n", put, raw / put, put / seconds, (double) (bytes(folder) - runBytes) / put);
    }

    private long log(int run, String container, int lines) {
        LogPlace from = LogPlace.START;
        List<Line> piece = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            String text = line();
            piece.add(new Line(text, text.length() + 1));
            if (piece.size() == LogLines.MAX || i == lines - 1) {
                LogLines put = new LogLines(id(run), container, "stderr", from, piece, START.plusSeconds(40L * run));
                index.put(put);
                from = put.to();
                piece.clear();
            }
        }
        return from.offset();
    }

    private String line() {
        String[] from = random.nextInt(1_000) == 0 ? RARE : LINES;
        String pattern = from[random.nextInt(from.length)];
        Object[] numbers = new Object[12];
        boolean timed = pattern.startsWith("26");
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(timed && i == 0 ? 24 : i < 3 && timed ? 60 : 1 << random.nextInt(4, 14));
        }
        return pattern.formatted(numbers);
    }

    private static RunId id(int run) {
        return new RunId("etl-" + run % 500 + "-" + run, 1);
    }

    private RunFacts run(int number) {
        boolean failed = number % 20 == 0;
        RunTotals totals = new RunTotals(3, 0, 3, 0, 0, TaskCounts.NONE, 3, 0, 4, 0, 0, TaskMetrics.NONE, CoreTime.NONE, 0, 1, 1, 0, 0, IssueCounts.NONE);
        Instant at = START.plusSeconds(40L * number);
        AppRun app = new AppRun(id(number), "app-" + number, null, "etl-" + number % 500, "daily etl " + number % 500, USERS[number % USERS.length], number % 3 == 0 ? "3.5.9" : "4.3.0", at, at.plusSeconds(60 + random.nextInt(7_000)), at, RunState.ENDED, failed ? 1 : 0, false, false, null, null, false, totals);
        List<JobRun> jobs = new ArrayList<>();
        List<SqlRun> sqls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(new JobRun(i, "save at etl.py:" + random.nextInt(300), null, null, List.of(), JobRun.JobStatus.SUCCEEDED, at, at, List.of(i), (long) i, TaskCounts.NONE, 0, new JobRun.StageCounts(0, 1, 0, 0), Map.of(), null));
            String one = TABLES[random.nextInt(TABLES.length)];
            String two = TABLES[random.nextInt(TABLES.length)];
            sqls.add(new SqlRun(i, i, "SELECT sum(amount) FROM " + one + " JOIN " + two + " USING (id) WHERE day = " + random.nextInt(400), "", SqlRun.SqlStatus.COMPLETED, at, at, null, List.of(), List.of(i), List.of(), List.of(), null, List.of(), null, Map.of(), plan(one, two), null, 1, List.of(), List.of()));
        }
        List<Property> properties = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            properties.add(new Property(i == 0 ? "spark.sql.shuffle.partitions" : "spark.some.property.number" + i, i == 0 ? String.valueOf(100 * (1 + number % 20)) : "value " + (i < 30 ? i : random.nextInt(1000))));
        }
        EnvironmentRun environment = new EnvironmentRun("", "", "", properties, List.of(), List.of(), List.of(), List.of(), List.of());
        String error = ERRORS[number / 20 % ERRORS.length];
        List<Failure> failures = failed ? List.of(new Failure(Failure.Source.TASK, at, at, 1, List.of(new Failure.Cause(error, "it broke in " + number)), error + ": it broke\n\tat org.apache.spark.rdd.RDD.iterator(RDD.scala:338)", null, null, null, null, null)) : List.of();
        return new RunFacts(app, jobs, List.of(), List.of(), sqls, environment, failures);
    }

    private static String plan(String one, String two) {
        return "== Physical Plan ==\nAdaptiveSparkPlan\n+- HashAggregate(keys=[], functions=[sum(amount)])\n   +- Exchange SinglePartition\n      +- Project [amount]\n         +- SortMergeJoin [id], [id], Inner\n            :- FileScan parquet " + one + " [id, amount] Batched: true, PushedFilters: [IsNotNull(id)]\n            +- FileScan parquet " + two + " [id] Batched: true";
    }

    private String question(int shape) {
        String user = USERS[random.nextInt(USERS.length)];
        String table = TABLES[random.nextInt(TABLES.length)];
        return switch (shape) {
            case 0 -> "state:failed user:" + user;
            case 1 -> "sql:\"join " + table + "\"";
            case 2 -> "error:OutOfMemory user:" + user;
            case 3 -> "conf:spark.sql.shuffle.partitions=" + 100 * (1 + random.nextInt(20));
            case 4 -> "duration:>" + (30 + random.nextInt(60)) + "m state:failed";
            case 5 -> "log:\"lost executor\"";
            case 6 -> "\"lost executor\" user:" + user;
            case 7 -> "lost executor killed";
            case 8 -> "OutOfMemoryError";
            case 9 -> "state:failed user:" + user + " sql:" + table + " error:OutOfMemory";
            case 10 -> "job:etl-" + random.nextInt(500);
            case 11 -> "app:etl-" + random.nextInt(500) + "-*";
            case 12 -> "log:part-" + String.format("%05d", random.nextInt(500));
            case 13 -> "log:\"no space left\" job:etl-" + random.nextInt(500);
            case 14 -> "cost:>9 cluster:prod-1 type:python";
            case 15 -> "outofmem*";
            case 16 -> "started:2026-10-" + (10 + random.nextInt(9)) + " state:failed";
            case 17 -> table + " -user:" + user;
            case 18 -> "log:ERROR log:killed -state:completed";
            case 19 -> "TaskSetManager stage";
            default -> throw new IllegalArgumentException("no such question");
        };
    }

    private void ask(int runs) {
        int shapes = 20;
        for (int warm = 0; warm < 200; warm++) {
            search(question(warm % shapes));
        }
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                index.refresh();
                LockSupport.parkNanos(1_000_000_000L);
            }
        });
        double[] all = new double[1_000];
        double[] cpu = new double[all.length];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[][] each = new double[shapes][all.length / shapes];
        String[] texts = new String[shapes];
        long[] hits = new long[shapes];
        for (int i = 0; i < all.length; i++) {
            int shape = i % shapes;
            texts[shape] = question(shape);
            long begun = System.nanoTime();
            long used = threads.getCurrentThreadCpuTime();
            SearchResult result = search(texts[shape]);
            cpu[i] = (threads.getCurrentThreadCpuTime() - used) / 1e6;
            all[i] = (System.nanoTime() - begun) / 1e6;
            each[shape][i / shapes] = cpu[i];
            hits[shape] = result.groups().stream().mapToLong(SearchResult.Group::total).sum();
            if (i % 10 == 0) {
                index.put(run(random.nextInt(runs)), List.of());
            }
        }
        for (int shape = 0; shape < shapes; shape++) {
            Arrays.sort(each[shape]);
            System.out.printf("  CPU time p50 %6.1f ms, most %6.1f ms, %,10d hits: %s%n", each[shape][each[shape].length / 2], each[shape][each[shape].length - 1], hits[shape], texts[shape]);
        }
        tell("time", all);
        tell("CPU time", cpu);
    }

    private static void tell(String what, double[] all) {
        Arrays.sort(all);
        System.out.printf("%s of %d questions: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms%n", what, all.length, all[500], all[900], all[990], all[999]);
    }

    private SearchResult search(String text) {
        return index.search(new SearchQuery(text, Set.of(), Map.of(), null, null, 0, 20));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
