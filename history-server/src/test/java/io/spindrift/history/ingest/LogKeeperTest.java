package io.spindrift.history.ingest;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.spindrift.blob.FolderObjectStore;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.KeptLog;
import io.spindrift.history.store.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LogKeeperTest {
    private static final Instant NOW = Instant.parse("2036-11-21T12:00:00Z");
    private static final RunId AGAIN = new RunId("etl-again", 1);

    @TempDir Path folder;
    private Path put;

    @BeforeEach
    void makeFolder() throws IOException {
        put = Files.createDirectory(folder.resolve("kept"));
    }

    static Stream<String> logs() {
        return Stream.concat(LogFixtures.names().stream(), LogFixtures.versions().stream());
    }

    @ParameterizedTest
    @MethodSource("logs")
    void log_thatWasPutBy_hasTheSameLinesAndRowsWhenItsSourceIsGone(String name)
            throws IOException {
        Path log = LogFixtures.unpack(name, folder.resolve("log"));
        List<byte[]> lines = LogFixtures.lines(log);
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            read(intake, RUN, log);
            KeptLogs kept = kept(test);
            assertThat(kept.of(RUN, log.toString())).isNotEmpty();

            assertThat(keeper(test, kept, Retention.all()).beat(NOW)).isFalse();
            delete(log);

            List<LogPart> parts = kept.of(RUN, log.toString());
            assertThat(parts).isNotEmpty();
            Path copy = folder.resolve("copy");
            for (LogPart part : parts) {
                Path file = copy.resolve(part.name());
                Files.createDirectories(file.getParent());
                try (InputStream in = part.open()) {
                    Files.copy(in, file);
                }
            }
            assertThat(LogFixtures.lines(copy)).hasSameSizeAs(lines);
            assertThat(LogFixtures.lines(copy).toArray(byte[][]::new))
                    .isDeepEqualTo(lines.toArray(byte[][]::new));

            read(intake, AGAIN, put.resolve(RUN.appId() + "_1"));
            assertThat(dump(test, AGAIN)).isEqualTo(dump(test, RUN));
        }
    }

    @Test
    void log_thatWasPutBy_isSmallAndOneStream() throws IOException {
        String name = "shop-4.3";
        Path log = LogFixtures.unpack(name, folder.resolve("log"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            read(intake, RUN, log);
            KeptLogs kept = kept(test);
            keeper(test, kept, Retention.all()).beat(NOW);

            for (Path file : files(put)) {
                try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
                    assertThat(in.readAllBytes().length / 8).isGreaterThan((int) Files.size(file));
                }
            }
            assertThat(kept.all().getFirst().keptBytes()).isEqualTo(bytes(put));
            assertThat(kept.all().getFirst().rawBytes()).isEqualTo(bytes(log));
        }
    }

    @Test
    void log_thatStillGrows_isLeftAlone() {
        Path log = LogFixtures.unpack(LogFixtures.unfinished().getFirst(), folder.resolve("log"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, log, "daily");
            intake.poll();
            KeptLogs kept = kept(test);

            keeper(test, kept, Retention.all().withCountMax(0)).beat(NOW);

            assertThat(kept.all()).isEmpty();
            assertThat(kept.isSettled(RUN)).isFalse();
            assertThat(kept.of(RUN, log.toString())).isNotEmpty();
        }
    }

    @Test
    void log_thatTheRetentionDoesNotCover_isDroppedForGood() throws IOException {
        Path log = LogFixtures.unpack("etl-4.3", folder.resolve("log"));
        Retention week = Retention.all().withAgeMax(Duration.ofDays(7));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            read(intake, RUN, log);
            Instant ended = test.kept.ended(RUN).orElseThrow().endedAt();
            KeptLogs kept = kept(test);
            LogKeeper keeper = keeper(test, kept, week);

            keeper.beat(ended.plus(Duration.ofDays(7)));
            assertThat(files(put)).isNotEmpty();
            keeper.beat(ended.plus(Duration.ofDays(8)));
            assertThat(files(put)).isEmpty();
        }
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            KeptLogs kept = kept(test);
            keeper(test, kept, week).beat(NOW);
            assertThat(files(put)).isEmpty();
            assertThat(kept.of(RUN, log.toString())).isNotEmpty();
        }
    }

    @Test
    void rows_ofAnEarlierVersion_areMadeAnewFromTheLogThatWasPutBy() throws IOException {
        Path log = LogFixtures.unpack("fail-4.3", folder.resolve("log"));
        String before;
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, log, "daily");
            intake.outcome(RUN, "KILLED");
            read(intake, RUN, log);
            keeper(test, kept(test), Retention.all()).beat(NOW);
            before = dump(test, RUN);
            KeptLog now = test.kept.get(RUN).orElseThrow();
            Map<String, String> old = new TreeMap<>(now.versions());
            old.put("history.stage", "-1");
            test.kept.put(
                    new KeptLog(
                            RUN,
                            now.log(),
                            now.jobId(),
                            now.endedAt(),
                            now.outcome(),
                            old,
                            now.rawBytes(),
                            now.parts()));
        }
        delete(log);
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            kept(test).unfoldStale();
        }
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            KeptLogs kept = kept(test);
            assertThat(test.store.run(RUN)).isEmpty();
            intake.start();
            kept.takeUp(test.store, intake);
            read(intake, RUN, log);

            assertThat(dump(test, RUN)).isEqualTo(before);
            assertThat(test.kept.stale()).isEmpty();
        }
    }

    @Test
    void log_inAFolderOfOurs_isRemovedAnHourAfterItsRun() throws IOException {
        Path ours = folder.resolve("ours");
        Path log = LogFixtures.unpack("etl-4.3", ours.resolve("etl-1/1"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            read(intake, RUN, log);
            Instant ended = test.kept.ended(RUN).orElseThrow().endedAt();
            KeptLogs kept = kept(test);
            LogKeeper keeper =
                    new LogKeeper(test.store, kept, Retention.all(), Duration.ZERO, List.of(ours));

            keeper.beat(ended.plus(Duration.ofMinutes(59)));
            assertThat(files(log)).isNotEmpty();
            keeper.beat(ended.plus(Duration.ofMinutes(61)));
            assertThat(log).doesNotExist();
            assertThat(ours).exists();
            assertThat(kept.of(RUN, log.toString())).isNotEmpty();
        }
    }

    @Test
    void log_whoseFileIsNotWhatItsNameSays_isPutByAsItIs() throws IOException {
        Path log = Files.createDirectory(folder.resolve("log"));
        byte[] bytes =
                "this is no lz4 at all, and never was\n".repeat(9).getBytes(StandardCharsets.UTF_8);
        Files.write(log.resolve("app-1.lz4"), bytes);
        LogPart part =
                new LogPart(
                        "app-1.lz4",
                        bytes.length,
                        () -> Files.newInputStream(log.resolve("app-1.lz4")));

        Repacked repacked = Repacked.of(part, folder.resolve("scratch"));

        assertThat(repacked.name()).isEqualTo("app-1.lz4");
        assertThat(repacked.unpacked()).isFalse();
        assertThat(repacked.file()).hasBinaryContent(bytes);
    }

    @Test
    void log_ofARunThatHasJustEnded_isLetBeForAWhile() throws IOException {
        Path log = LogFixtures.unpack("pi-4.3", folder.resolve("log"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            read(intake, RUN, log);
            KeptLogs kept = kept(test);
            LogKeeper keeper =
                    new LogKeeper(
                            test.store, kept, Retention.all(), Duration.ofMinutes(10), List.of());

            keeper.beat(NOW);
            keeper.beat(NOW.plus(Duration.ofMinutes(9)));
            assertThat(kept.all()).isEmpty();
            keeper.beat(NOW.plus(Duration.ofMinutes(10)));
            assertThat(kept.all()).hasSize(1);
        }
    }

    @Test
    void pushedRun_thatIsMadeAnewOfItsKeptLog_hasTheSameRows() throws IOException {
        Path log = LogFixtures.unpack("sql-4.3", folder.resolve("log"));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] line : LogFixtures.lines(log)) {
            lines.writeBytes(line);
            lines.write('\n');
        }
        Path pushed = folder.resolve("pushed");
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            new PushedLogs(pushed, intake, test.store)
                    .take(RUN, "one", 0, lines.toByteArray(), true);
            for (int i = 0; i < 10 && !test.store.readToEnd(RUN); i++) {
                intake.poll();
            }
            String before = dump(test, RUN);
            KeptLogs kept = kept(test);
            LogKeeper keeper =
                    new LogKeeper(
                            test.store, kept, Retention.all(), Duration.ZERO, List.of(pushed));
            keeper.beat(NOW);
            assertThat(files(pushed)).isEmpty();

            intake.unfold(RUN);
            kept.takeUp(test.store, intake);
            for (int i = 0; i < 10 && !test.store.readToEnd(RUN); i++) {
                intake.poll();
            }
            assertThat(dump(test, RUN)).isEqualTo(before).contains("\ntask ");
        }
    }

    private KeptLogs kept(TestStore test) {
        return new KeptLogs(
                test.kept, new FolderObjectStore(put), LogFolder::files, folder.resolve("scratch"));
    }

    private static LogKeeper keeper(TestStore test, KeptLogs kept, Retention retention) {
        return new LogKeeper(test.store, kept, retention, Duration.ZERO, List.of());
    }

    private static void read(LogIntake intake, RunId run, Path log) {
        intake.follow(run, log, "daily");
        for (int i = 0; i < 10 && !intake.poll().ended().contains(run); i++) {
            // The next round reads on.
        }
    }

    private static String dump(TestStore test, RunId run) {
        // Of all that rows tell, only how far which file was read is another.
        return test.store
                .dump(run)
                .replace(run.appId(), "APP")
                .replaceFirst("(?m)^position .*$", "");
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long bytes(Path in) throws IOException {
        long sum = 0;
        for (Path file : files(in)) {
            sum += Files.size(file);
        }
        return sum;
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
    }
}
