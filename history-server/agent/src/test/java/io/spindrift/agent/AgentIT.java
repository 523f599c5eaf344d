package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spindrift.history.Intake;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real Spark with the plugin, and a server that is killed meanwhile. `SPINDRIFT_RUNTIMES` names
/// the folder of Spark runtimes.
@Timeout(400)
final class AgentIT {
    private static final Path JAR =
            Path.of("target", "spindrift-agent-0.1.0-SNAPSHOT.jar").toAbsolutePath();
    private static final String JOB =
            """
            import time
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.appName("pushed").getOrCreate()
            for i in range(4):
                spark.range(0, 20000, 1, 6).selectExpr("id % 17 as k", "id as v").groupBy("k").sum("v").collect()
                time.sleep(1)
            try:
                spark.range(1).selectExpr("raise_error('as meant')").collect()
            except Exception:
                pass
            spark.stop()
            print("ENDED WELL")
            """;

    @TempDir Path folder;

    @Test
    void scala212_pushedRun_hasTheRowsOfItsEventLog() throws Exception {
        List<String> pushed = run("3.5.9", "local[2]", "0");

        assertThat(pushed).isEqualTo(rowsOfTheLog());
    }

    @Test
    void scala213_onACluster_pushedRun_hasTheRowsOfItsEventLog_andMemory() throws Exception {
        List<String> pushed = run("4.3.0", "local-cluster[1,1,512]", "500ms");

        String memory =
                pushed.stream().filter(row -> row.startsWith("memory ")).findFirst().orElseThrow();
        assertThat(memory).contains("\"driver\"", "\"executor-0\"");
        assertThat(withoutMemory(pushed)).isEqualTo(withoutMemory(rowsOfTheLog()));
    }

    /// The rows that pushing has led to.
    private List<String> run(String version, String master, String memoryInterval)
            throws Exception {
        String runtimes = System.getenv("SPINDRIFT_RUNTIMES");
        assumeTrue(runtimes != null, "needs SPINDRIFT_RUNTIMES, the folder of Spark runtimes");
        Path spark = Path.of(String.valueOf(runtimes), version);
        assumeTrue(Files.isDirectory(spark), "needs Spark " + version);
        try (HistoryProcess server = new HistoryProcess(folder)) {
            server.start();
            Process driver = submit(spark, master, memoryInterval, server.url());
            Path run = server.data.resolve("pushed");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
            while (driver.isAlive() && (!Files.isDirectory(run) || children(run).isEmpty())) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(50);
            }
            server.kill();
            server.start();
            assertThat(driver.waitFor(200, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(folder.resolve("driver.log"))).contains("ENDED WELL");
            assertThat(driver.exitValue()).isZero();
            long read = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!server.get("api/v1/applications").contains("\"completed\" : true")) {
                assertThat(System.nanoTime()).isLessThan(read);
                Thread.sleep(200);
            }
        }
        return rows(folder.resolve("data"), null);
    }

    private Process submit(Path spark, String master, String memoryInterval, String url)
            throws IOException {
        Path job = Files.writeString(folder.resolve("job.py"), JOB);
        Path logs = Files.createDirectories(folder.resolve("events"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                spark.resolve("bin/spark-submit").toString(),
                                "--master",
                                master,
                                "--driver-memory",
                                "512m"));
        for (String conf :
                List.of(
                        "spark.ui.enabled=false",
                        "spark.executor.memory=512m",
                        "spark.jars=" + JAR,
                        "spark.plugins=io.spindrift.agent.SpindriftPlugin",
                        "spark.spindrift.url=" + url,
                        "spark.spindrift.sendInterval=200ms",
                        "spark.spindrift.memoryInterval=" + memoryInterval,
                        "spark.eventLog.enabled=true",
                        "spark.eventLog.dir=" + logs.toUri(),
                        "spark.sql.shuffle.partitions=4")) {
            command.addAll(List.of("--conf", conf));
        }
        command.add(job.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("driver.log").toFile());
        builder.environment().put("SPARK_HOME", spark.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_WORKER_DIR", folder.resolve("work").toString());
        builder.environment().put("JAVA_HOME", java(spark.getFileName().toString()));
        return builder.start();
    }

    /// Spark 3.5 needs Java 17 at most.
    private static String java(String version) {
        String older = System.getenv("SPINDRIFT_JAVA17");
        String usual = "/usr/lib/jvm/java-17-openjdk-amd64";
        if (!version.startsWith("3.")) {
            return System.getProperty("java.home");
        }
        String java17 = older == null ? usual : older;
        assumeTrue(Files.isDirectory(Path.of(java17)), "needs Java 17: SPINDRIFT_JAVA17");
        return java17;
    }

    private List<String> rowsOfTheLog() throws Exception {
        return rows(folder.resolve("read"), children(folder.resolve("events")).getFirst());
    }

    /// What a database holds of the one run in it, after reading its log where one is named; all
    /// but where that stands in files.
    private List<String> rows(Path data, @org.jspecify.annotations.Nullable Path log)
            throws Exception {
        try (Database database =
                        Database.open(data.resolve("rocksdb"), DatabaseSettings.standard());
                LuceneIndex index = LuceneIndex.open(data.resolve("index"))) {
            HistoryStore store =
                    new HistoryStore(database, IssueRules::issues, index, LogFolder::files);
            store.start();
            RunId run = new RunId(sparkId(), 1);
            if (log != null) {
                read(store, run, log);
            }
            assertThat(store.run(run).orElseThrow().state()).isEqualTo(RunState.ENDED);
            return store.dump(run).lines().filter(row -> !row.startsWith("position ")).toList();
        }
    }

    private static void read(HistoryStore store, RunId run, Path log) {
        try (LogIntake intake = new LogIntake(store)) {
            intake.follow(run, log, null);
            Intake.Progress progress = intake.poll();
            for (int poll = 0; poll < 1_000 && !progress.ended().contains(run); poll++) {
                progress = intake.poll();
            }
        }
    }

    private String sparkId() throws IOException {
        String pushed = children(folder.resolve("data/pushed")).getFirst().getFileName().toString();
        return pushed.substring("eventlog_v2_".length(), pushed.lastIndexOf('_'));
    }

    private static List<String> withoutMemory(List<String> rows) {
        return rows.stream()
                .filter(row -> !row.startsWith("memory "))
                .map(row ->
                        row.replaceAll("\"peakMemoryBytes\":\\d+", "")
                                .replaceAll("\"peakSample\":(null|\\{[^}]*})", ""))
                .toList();
    }

    private static List<Path> children(Path path) throws IOException {
        try (Stream<Path> children = Files.list(path)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
