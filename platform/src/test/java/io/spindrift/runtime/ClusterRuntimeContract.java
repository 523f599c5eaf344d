package io.spindrift.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.cluster.Capacity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [ClusterRuntime] must keep, tried with real Spark. It knows nothing of where programs
/// run.
@Timeout(600)
public abstract class ClusterRuntimeContract {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final List<LaunchId> launched = new ArrayList<>();
    private @Nullable ClusterRuntime opened;

    /// What the programs of this test do once Spark is up and they have printed `READY`.
    protected enum Program {
        /// Ends with exit code 0.
        END,
        /// Waits for two minutes; ends in order when asked to.
        WAIT,
        /// As `WAIT`, and does not end when asked to.
        WAIT_ON
    }

    /// Another runtime on the same cluster, not started; as after a restart, the one before is not
    /// closed in every case.
    protected abstract ClusterRuntime open();

    /// Of one driver and one executor.
    protected abstract AppSpec spec(Program program);

    /// The same for another version of Spark.
    protected abstract AppSpec version(AppSpec spec, String version);

    /// Whether it tells how much memory containers take.
    protected boolean readsMemory() {
        return true;
    }

    /// What else must hold while both containers run.
    protected void lookWhileRunning(LaunchId id) throws Exception {}

    /// What else must hold from when it is over.
    protected void lookWhenOver(LaunchId id) throws Exception {}

    /// What else must hold once it is forgotten.
    protected void lookWhenForgotten(LaunchId id) throws Exception {}

    @BeforeEach
    final void start() {
        opened = open();
        runtime().start();
        assertThat(runtime().check().problems()).isEmpty();
    }

    @AfterEach
    final void endAll() throws Exception {
        for (LaunchId id : launched) {
            if (sighting(id) != null) {
                runtime().kill(id, Duration.ZERO);
                await(id, Sighting::over);
                runtime().forget(id);
            }
        }
        runtime().close();
    }

    @Test
    void launch_twice_runsOnceToItsEnd_andItsLogsStay() throws Exception {
        LaunchId id = new LaunchId("contract-end", 1);
        Instant before = Instant.now();
        launch(id, Program.END);
        launch(id, Program.END);
        Sighting over = await(id, Sighting::over);

        Container driver = over.driver().orElseThrow();
        assertThat(exit(driver).reason()).as(text(id)).isEqualTo(ExitReason.COMPLETED);
        assertThat(exit(driver).code()).isZero();
        assertThat(driver.startedAt()).isBetween(before.minusSeconds(1), exit(driver).at());
        assertThat(over.executors()).hasSize(1);
        assertThat(over.executors().getFirst().startedAt()).isAfter(driver.startedAt());
        lookWhenOver(id);
        awaitEndOfLog(id);
        assertThat(text(id).split("READY", -1)).as("runs").hasSize(2);

        launch(id, Program.END);
        assertThat(exit(Objects.requireNonNull(sighting(id)).driver().orElseThrow()))
                .as("an attempt that is over, launched again")
                .isEqualTo(exit(driver));
        byte[] whole = read(id, 1 << 20);
        runtime().forget(id);
        runtime().forget(id);
        assertThat(sighting(id)).isNull();
        assertThat(read(id, 1000)).as("read in pieces, when forgotten").isEqualTo(whole);
        assertThat(runtime().logs().list(id)).extracting(LogFile::container).contains(driver.id());
        lookWhenForgotten(id);

        runtime().logs().remove(id);
        runtime().logs().remove(id);
        assertThat(runtime().logs().list(id)).isEmpty();
    }

    @Test
    void restart_losesNothing_andKillInGraceEndsInOrder() throws Exception {
        LaunchId id = new LaunchId("contract-wait", 1);
        launch(id, Program.WAIT);
        await(id, sighting -> text(id).contains("READY"));
        Sighting before = await(id, sighting -> sighting.executors().size() == 1);
        runtime().close();
        opened = open();
        runtime().start();
        launch(id, Program.WAIT);
        Sighting found = Objects.requireNonNull(sighting(id));
        assertThat(found.containers()).isEqualTo(before.containers());
        assertThat(found.over()).isFalse();

        AppSpec spec = spec(Program.WAIT);
        Capacity admitted = new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib());
        assertThat(runtime().room().given()).isEqualTo(admitted);
        runtime().forget(id);
        assertThat(sighting(id)).as("forgotten while it runs").isNotNull();
        awaitMemory(id);
        lookWhileRunning(id);

        runtime().kill(id, Duration.ofSeconds(20));
        Sighting over =
                await(
                        id,
                        sighting -> {
                            Capacity given = runtime().room().given();
                            assertThat(sighting.over() || given.equals(admitted)).isTrue();
                            return sighting.over();
                        });
        lookWhenOver(id);
        assertThat(over.containers())
                .allMatch(container -> exit(container).reason() == ExitReason.STOPPED);
        assertThat(over.driver().orElseThrow().startedAt())
                .isEqualTo(before.driver().orElseThrow().startedAt());
        assertThat(runtime().room().given()).isEqualTo(Capacity.NONE);
        runtime().kill(id, Duration.ZERO);
        assertThat(Objects.requireNonNull(sighting(id)).containers()).isEqualTo(over.containers());
    }

    /// Whether a later, shorter grace counts: see [ClusterRuntime#kill].
    protected boolean shortensGraces() {
        return true;
    }

    @Test
    void kill_ofProgramThatWillNotEnd_isForcedAfterTheGrace() throws Exception {
        LaunchId id = new LaunchId("contract-wait-on", 1);
        launch(id, Program.WAIT_ON);
        await(id, sighting -> text(id).contains("READY"));
        if (shortensGraces()) {
            runtime().kill(id, Duration.ofMinutes(10));
        }
        Instant asked = Instant.now();
        runtime().kill(id, Duration.ofSeconds(3));
        Sighting over = await(id, Sighting::over);
        Exit end = exit(over.driver().orElseThrow());
        assertThat(end.at()).isBetween(asked.plusSeconds(2), asked.plusSeconds(30));
        assertThat(end.reason()).isEqualTo(ExitReason.STOPPED);
        assertThat(end.code()).isEqualTo(137);
        lookWhenOver(id);
    }

    @Test
    void launch_thatCannotWork_isRefusedAndStartsNothing() {
        AppSpec unknown = version(spec(Program.END), "9.9.9");
        assertThat(runtime().refusals(unknown)).isNotEmpty();
        assertThat(runtime().refusals(spec(Program.END))).isEmpty();
        AppSpec large = sized(spec(Program.END), runtime().room().total());
        for (AppSpec spec : List.of(unknown, large)) {
            LaunchId id = new LaunchId("contract-refused", 1);
            assertThatThrownBy(() -> runtime().launch(new Launch(id, spec, null, "ada")))
                    .isInstanceOf(LaunchRefusedException.class);
            assertThat(sighting(id)).isNull();
        }
    }

    @Test
    void unknownAttempt_isNotThere() {
        LaunchId id = new LaunchId("contract-unknown", 1);
        runtime().kill(id, Duration.ZERO);
        runtime().forget(id);
        runtime().logs().remove(id);
        assertThat(runtime().logs().list(id)).isEmpty();
        assertThat(runtime().logs().read(id, ContainerId.DRIVER, LogStream.STDOUT, 0, 100))
                .isEmpty();
        assertThat(sighting(id)).isNull();
    }

    protected final ClusterRuntime runtime() {
        return Objects.requireNonNull(opened);
    }

    private void launch(LaunchId id, Program program) {
        launched.add(id);
        runtime().launch(new Launch(id, spec(program), null, "ada"));
    }

    private @Nullable Sighting sighting(LaunchId id) {
        return runtime().sightings().stream()
                .filter(seen -> seen.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private Sighting await(LaunchId id, Predicate<Sighting> condition) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            runtime().tend();
            Sighting sighting = Objects.requireNonNull(sighting(id), "it is not sighted");
            if (condition.test(sighting)) {
                return sighting;
            }
            if (sighting.over() || Instant.now().isAfter(until)) {
                throw new AssertionError("waited in vain: " + sighting + "\n" + text(id));
            }
            Thread.sleep(200);
        }
    }

    /// Readings come while containers run, within limits and oldest first.
    private void awaitMemory(LaunchId id) throws InterruptedException {
        if (!readsMemory()) {
            assertThat(runtime().memory()).isEmpty();
            return;
        }
        Instant until = Instant.now().plusSeconds(60);
        List<MemoryReading> readings = runtime().memory();
        while (readings.isEmpty()) {
            assertThat(Instant.now()).as("memory is read in time").isBefore(until);
            Thread.sleep(200);
            runtime().tend();
            readings = runtime().memory();
        }
        assertThat(readings)
                .allMatch(reading -> reading.id().equals(id) && reading.totalBytes() > 0)
                .allMatch(reading -> reading.limitBytes() >= reading.totalBytes());
        for (MemoryReading one : readings) {
            assertThat(readings)
                    .filteredOn(reading -> reading.key().equals(one.key()))
                    .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        }
    }

    private void awaitEndOfLog(LaunchId id) throws InterruptedException {
        Instant until = Instant.now().plusSeconds(60);
        while (chunk(id, 0, 1 << 20).live()) {
            assertThat(Instant.now()).as("a log's end is told in time").isBefore(until);
            Thread.sleep(200);
            runtime().tend();
        }
    }

    /// The driver's output to its end, read in chunks of at most so many bytes.
    private byte[] read(LaunchId id, int chunkBytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            LogChunk chunk = chunk(id, all.size(), chunkBytes);
            assertThat(chunk.offset()).isEqualTo(all.size());
            assertThat(chunk.bytes()).hasSizeLessThanOrEqualTo(chunkBytes);
            if (chunk.bytes().length == 0) {
                assertThat(chunk.live()).isFalse();
                return all.toByteArray();
            }
            all.writeBytes(chunk.bytes());
        }
    }

    private LogChunk chunk(LaunchId id, long offset, int most) {
        return runtime()
                .logs()
                .read(id, ContainerId.DRIVER, LogStream.STDOUT, offset, most)
                .orElseThrow();
    }

    private String text(LaunchId id) {
        return runtime()
                .logs()
                .read(id, ContainerId.DRIVER, LogStream.STDOUT, 0, 1 << 20)
                .map(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static AppSpec sized(AppSpec spec, Capacity total) {
        ContainerSpec driver = spec.driver();
        ContainerSpec large =
                new ContainerSpec(
                        driver.cores(),
                        driver.coreRequestMilliCores(),
                        Math.toIntExact(total.memoryMib()),
                        driver.memoryOverheadMib(),
                        driver.envVars(),
                        driver.pod());
        return new AppSpec(
                spec.type(),
                spec.sparkVersion(),
                spec.mainApplicationFile(),
                spec.mainClass(),
                spec.arguments(),
                spec.sparkConf(),
                spec.hadoopConf(),
                spec.deps(),
                large,
                spec.executor(),
                spec.executors(),
                spec.labels(),
                spec.priority(),
                spec.timeout(),
                spec.restartPolicy(),
                spec.pod());
    }

    private static Exit exit(Container container) {
        return Objects.requireNonNull(container.exit(), "it has not ended: " + container);
    }
}
