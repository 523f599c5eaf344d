package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.MemoryObjectStore;
import io.spindrift.cloud.ObjectBody;
import io.spindrift.history.AppRun;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two sources of logs in memory, followed into rows, with a clock that is set.
abstract class SourcesSetup {
    static final Duration QUIET = Duration.ofHours(1);
    static final String ROLLED = "eventlog_v2_local-1795253008982";
    static final RunId ROLLED_RUN = new RunId("local-1795253008982", 1);

    @TempDir Path folder;

    final MemoryObjectStore store = new MemoryObjectStore();
    final MemoryObjectStore other = new MemoryObjectStore();
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    TestStore rows;
    LogIntake intake;
    LogSources sources;

    @BeforeEach
    final void open() {
        store.now(now);
        rows = new TestStore(folder.resolve("db"));
        start();
    }

    private void start() {
        intake = new LogIntake(rows.store);
        sources =
                new LogSources(
                        rows.store,
                        intake,
                        List.of(
                                new LogSource("mem://one/logs/", store, Duration.ZERO, QUIET),
                                new LogSource("mem://two", other, Duration.ZERO, QUIET)),
                        () -> now);
        sources.start();
    }

    @AfterEach
    final void close() {
        intake.close();
        rows.close();
    }

    final void restart() {
        close();
        rows = new TestStore(folder.resolve("db"));
        start();
    }

    void beats(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plusSeconds(1);
            sources.look();
            intake.poll();
        }
    }

    List<AppRun> runs() {
        return rows.store.runs(RunQuery.newest(1000)).items();
    }

    AppRun only() {
        assertThat(runs()).hasSize(1);
        return runs().getFirst();
    }

    Path upload(String fixture) {
        return upload(store, fixture);
    }

    Path upload(MemoryObjectStore to, String fixture) {
        Path unpacked = LogFixtures.unpack(fixture, folder.resolve("up-" + fixture));
        for (Path file : files(unpacked)) {
            to.put(unpacked.relativize(file).toString(), ObjectBody.of(read(file)));
        }
        return unpacked;
    }

    byte[] bytes(String fixture) {
        return LogFixtures.pieces(LogFixtures.unpack(fixture, folder.resolve("of-" + fixture)))
                .getFirst()
                .bytes();
    }

    byte[] stored(String key) {
        try (var in = store.read(key, 0, Long.MAX_VALUE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
