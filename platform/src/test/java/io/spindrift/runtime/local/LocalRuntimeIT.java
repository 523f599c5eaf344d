package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.Problem;
import io.spindrift.app.RestartPolicy;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.log.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real Spark in real processes. `SPINDRIFT_RUNTIMES` names a folder of Spark runtimes, as
/// `spindrift runtime add` makes them.
@Timeout(600)
final class LocalRuntimeIT {
    private static final String SPARK = "4.3.0";
    private static final String OLD_SPARK = "3.5.9";
    private static final Duration LONG = Duration.ofMinutes(4);

    private static Path runtimes = Path.of("missing");
    private static Path jar = Path.of("missing");
    private static Path folder = Path.of("missing");

    private @Nullable LocalRuntime opened;
    private Path data = Path.of("missing");
    private final List<LaunchId> launched = new ArrayList<>();

    @BeforeAll
    static void compileProgram() throws IOException {
        runtimes = LocalParts.runtimesFolder();
        assertThat(new SparkRuntimes(runtimes, null).versions())
                .as("runtimes in " + runtimes)
                .contains(SPARK, OLD_SPARK);
        folder = Files.createTempDirectory("spindrift-local-runtime");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        jar = ProbeJar.make(folder, runtimes.resolve(OLD_SPARK));
    }

    @AfterAll
    static void removeFolder() {
        Trees.remove(folder);
    }

    @BeforeEach
    void open() throws IOException {
        data = Files.createTempDirectory(folder, "data");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        opened = LocalParts.open(data, null);
        runtime().start();
    }

    @AfterEach
    void endAll() throws Exception {
        for (LaunchId id : launched) {
            if (runtime().sightings().stream().anyMatch(seen -> seen.id().equals(id))) {
                runtime().kill(id, Duration.ZERO);
                await(id, Sighting::over);
            }
        }
        Trees.remove(data);
    }

    @Test
    void exitCode_ofFailingProgram_isKnown() throws Exception {
        LaunchId exits = launch("exits", spec(SPARK, "exit", "7"));
        LaunchId throwsIt = launch("throws", spec(SPARK, "throw"));
        Sighting over = await(exits, Sighting::over);
        assertThat(end(over).code()).isEqualTo(7);
        assertThat(end(over).reason()).isEqualTo(ExitReason.FAILED);

        over = await(throwsIt, Sighting::over);
        assertThat(end(over).code()).isEqualTo(1);
        assertThat(output(throwsIt, ContainerId.DRIVER)).contains("Caused by");
    }

    @Test
    void driver_outlivesThePlatform_andIsFoundAgain() throws Exception {
        Process platform =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LocalRuntimeOwner.class.getName(),
                                runtimes.toString(),
                                data.toString(),
                                jar.toString())
                        .redirectErrorStream(true)
                        .start();
        LaunchId id = new LaunchId("orphan", 1);
        launched.add(id);
        awaitTrue(() -> Files.exists(data.resolve("work/orphan/1/records/driver/process")));
        platform.destroyForcibly().waitFor();

        opened = LocalParts.open(data, null);
        runtime().start();
        Sighting found = await(id, sighting -> output(id, ContainerId.DRIVER).contains("READY"));
        assertThat(found.driver().orElseThrow().running()).isTrue();
        Instant startedAt = found.driver().orElseThrow().startedAt();
        runtime().launch(new Launch(id, spec(SPARK, "sleep"), null, "ada"));
        assertThat(Processes.drivers(id)).hasSize(1);

        LocalRuntime next = LocalParts.open(data, null);
        next.start();
        opened = next;
        runtime().kill(id, Duration.ofSeconds(15));
        Sighting over = await(id, Sighting::over);
        assertThat(over.driver().orElseThrow().startedAt()).isEqualTo(startedAt);
        assertThat(end(over).reason()).isEqualTo(ExitReason.STOPPED);
        assertNothingRuns(id);
    }

    @Test
    void driver_overItsMemoryLimit_isEnded() throws Exception {
        LaunchId id =
                launch(
                        "hog",
                        spec(
                                SPARK,
                                Map.of(
                                        "spark.driver.extraJavaOptions",
                                        "-XX:MaxDirectMemorySize=4g"),
                                "hog"));
        Sighting over = await(id, Sighting::over);
        assertThat(end(over).reason())
                .as(output(id, ContainerId.DRIVER))
                .isEqualTo(ExitReason.OVER_MEMORY_LIMIT);
        assertThat(end(over).message()).contains("of 896 MiB");
        assertNothingRuns(id);
    }

    @Test
    void fullHeap_isToldApart() throws Exception {
        LaunchId id = launch("heap", spec(SPARK, "heap"));
        Sighting over = await(id, Sighting::over);
        assertThat(end(over).reason())
                .as(output(id, ContainerId.DRIVER))
                .isEqualTo(ExitReason.OUT_OF_HEAP);
    }

    @Test
    void python_andSql_run() throws Exception {
        Path python = folder.resolve("pi.py");
        Files.writeString(
                python,
                """
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                print("sum", spark.sparkContext.parallelize(range(10), 2).map(lambda x: x * x).sum())
                spark.stop()
                """);
        Path sql = folder.resolve("counts.sql");
        Files.writeString(sql, "SELECT count(*) AS n FROM range(42);\nSELECT * FROM nowhere;\n");
        for (String version : List.of(SPARK, OLD_SPARK)) {
            String number = version.substring(0, 1);
            LaunchId pythonId = launch("python-" + number, spec(version, AppType.PYTHON, python));
            LaunchId sqlId = launch("sql-" + number, spec(version, AppType.SQL, sql));
            Sighting pythonOver = await(pythonId, Sighting::over);
            assertThat(end(pythonOver).code()).as(output(pythonId, ContainerId.DRIVER)).isZero();
            assertThat(output(pythonId, ContainerId.DRIVER)).contains("sum 285");
            Sighting sqlOver = await(sqlId, Sighting::over);
            assertThat(output(sqlId, ContainerId.DRIVER)).contains("42", "TABLE_OR_VIEW_NOT_FOUND");
            assertThat(end(sqlOver).code()).isEqualTo(1);
        }
    }

    @Test
    void separateUser_cannotReadOurFiles() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Path secret = data.resolve("secret");
        Files.writeString(secret, "hush");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        opened = LocalParts.open(data, "daemon");
        runtime().start();
        assertThat(runtime().check().problems()).isEmpty();

        LaunchId id = launch("apart", spec(OLD_SPARK, "read", secret.toString()));
        Sighting over = await(id, Sighting::over);
        assertThat(output(id, ContainerId.DRIVER))
                .contains(
                        "spark=3.5.9",
                        "java=17",
                        "user=ada",
                        "os=daemon",
                        "AccessDeniedException",
                        "Pi is roughly 3.");
        assertThat(end(over).code()).isZero();
        assertNothingRuns(id);
        runtime().forget(id);
        assertThat(data.resolve("work/apart")).doesNotExist();
        // Programs to come run as the same user.
        for (String kept : List.of("logs/apart/1", "eventlogs/apart/1")) {
            assertThat(Files.getPosixFilePermissions(data.resolve(kept)))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(output(id, ContainerId.DRIVER)).contains("os=daemon");
    }

    @Test
    void application_thatFillsTheDisk_isEnded() throws Exception {
        Path disk = Files.createDirectory(data.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=80m,mode=711", "tmpfs", disk.toString()))
                .as("leave to mount a tmpfs")
                .isTrue();
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        try {
            // Two thirds of it are to be left: Spark's own files come to a few MiB.
            opened = LocalParts.open(disk, null, () -> Instant.now().plus(ahead.get()), 56 << 20);
            runtime().start();
            LaunchId id = launch("filler", spec(SPARK, "fill"));
            await(id, sighting -> output(id, ContainerId.DRIVER).contains("FILLED"));
            ahead.set(ScratchWatch.EVERY);
            Sighting over = await(id, Sighting::over);
            assertThat(end(over).reason()).isEqualTo(ExitReason.OVER_SCRATCH_LIMIT);
            assertThat(end(over).message()).contains("56 MiB are reserved", "took the most, 4");
            assertNothingRuns(id);
            runtime().forget(id);
            assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThan(60 << 20);
        } finally {
            for (Sighting left : runtime().sightings()) {
                runtime().kill(left.id(), Duration.ZERO);
                await(left.id(), Sighting::over);
            }
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void launch_thatCannotWork_isRefused() {
        LaunchId id = new LaunchId("refused", 1);
        AppSpec spec = spec("9.9.9", Map.of("spark.jars.ivy", "/elsewhere"), "pi");
        assertThatThrownBy(() -> runtime().launch(new Launch(id, spec, null, "ada")))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessageContaining("spindrift runtime add 9.9.9")
                .hasMessageContaining("'spark.jars.ivy' is set by the platform");
        assertThat(runtime().sightings()).isEmpty();
        assertThat(runtime().refusals(spec(SPARK, AppType.R, jar)))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("without SparkR", "use Python");
    }

    private static AppSpec spec(String version, String... arguments) {
        return LocalParts.spec(version, jar, Map.of(), List.of(arguments));
    }

    private static AppSpec spec(String version, Map<String, String> conf, String... arguments) {
        return LocalParts.spec(version, jar, conf, List.of(arguments));
    }

    private static AppSpec spec(String version, AppType type, Path file) {
        AppSpec java = spec(version);
        return new AppSpec(
                type,
                version,
                "file://" + file,
                null,
                List.of(),
                java.sparkConf(),
                Map.of(),
                java.deps(),
                java.driver(),
                java.executor(),
                java.executors(),
                Map.of(),
                0,
                null,
                RestartPolicy.NEVER,
                java.pod());
    }

    private LaunchId launch(String appId, AppSpec spec) {
        LaunchId id = new LaunchId(appId, 1);
        launched.add(id);
        runtime().launch(new Launch(id, spec, null, "ada"));
        return id;
    }

    private Sighting await(LaunchId id, Predicate<Sighting> condition) throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        while (true) {
            runtime().tend();
            Sighting sighting =
                    runtime().sightings().stream()
                            .filter(seen -> seen.id().equals(id))
                            .findFirst()
                            .orElse(null);
            if (sighting != null && condition.test(sighting)) {
                return sighting;
            }
            if (sighting == null || sighting.over() || Instant.now().isAfter(until)) {
                throw new AssertionError(
                        "waited in vain; last seen: "
                                + sighting
                                + "\n"
                                + output(id, ContainerId.DRIVER));
            }
            Thread.sleep(200);
        }
    }

    private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(until);
            Thread.sleep(100);
        }
    }

    private String output(LaunchId id, ContainerId container) {
        StringBuilder text = new StringBuilder();
        for (LogStream stream : LogStream.values()) {
            runtime()
                    .logs()
                    .read(id, container, stream, 0, 1 << 20)
                    .ifPresent(chunk ->
                            text.append(new String(chunk.bytes(), StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    private static void assertNothingRuns(LaunchId id) throws Exception {
        Instant until = Instant.now().plusSeconds(60);
        while (!Processes.of(id).isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(200);
        }
        assertThat(Processes.of(id)).as("processes left of " + id).isEmpty();
    }

    private LocalRuntime runtime() {
        return Objects.requireNonNull(opened);
    }

    /// How the driver ended.
    private static Exit end(Sighting sighting) {
        return exit(sighting.driver().orElseThrow());
    }

    private static Exit exit(Container container) {
        assertThat(container.exit()).as("end of " + container).isNotNull();
        return Objects.requireNonNull(container.exit());
    }
}
