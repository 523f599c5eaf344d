package io.spindrift.history.ingest;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.Intake.LogState;
import io.spindrift.history.MemorySample;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PushedLogsTest {
    private static final String ME = "stream-1";

    @TempDir Path folder;

    static List<String> logs() {
        return LogFixtures.names();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void pushedRun_withRestarts_hasTheRowsOfItsEventLog(String name) {
        Path log = LogFixtures.unpack(name, folder.resolve("log"));
        push(LogFixtures.lines(log), new Random(11));

        try (TestStore test = new TestStore(folder.resolve("read"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, log, null);
            while (!intake.poll().ended().contains(RUN)) {
                assertThat(intake.logState(RUN)).isEqualTo(LogState.OPEN);
            }
            try (TestStore pushed = new TestStore(folder.resolve("pushed-db"))) {
                assertThat(pushed.store.readToEnd(RUN)).isTrue();
                assertThat(rows(pushed)).isEqualTo(rows(test));
            }
        }
    }

    /// All but how far that is in files, whose codecs differ.
    private static List<String> rows(TestStore test) {
        return test.store.dump(RUN).lines().filter(row -> !row.startsWith("position ")).toList();
    }

    /// The server goes away between batches, and sometimes forgets to have answered.
    private void push(List<byte[]> lines, Random random) {
        int next = 0;
        boolean ended = false;
        while (!ended) {
            try (TestStore test = new TestStore(folder.resolve("pushed-db"));
                    LogIntake intake = new LogIntake(test.store)) {
                PushedLogs pushes = new PushedLogs(folder.resolve("pushed"), intake, test.store);
                intake.start();
                pushes.start();
                next = Math.toIntExact(pushes.taken(RUN, ME).next());
                for (int batch = 0; batch < 5 && !ended; batch++) {
                    int first = Math.max(0, next - random.nextInt(20));
                    int end = Math.min(lines.size(), first + 1 + random.nextInt(lines.size() / 4));
                    boolean last = end == lines.size();
                    next = Math.max(next, end);
                    assertThat(pushes.take(RUN, ME, first, join(lines, first, end), last).next())
                            .isEqualTo(next);
                    if (random.nextBoolean()) {
                        intake.poll();
                    }
                    ended = last;
                }
                if (ended) {
                    intake.poll();
                    assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
                }
            }
        }
    }

    private static byte[] join(List<byte[]> lines, int first, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.subList(first, end)
                .forEach(line -> {
                    out.writeBytes(line);
                    out.write('\n');
                });
        return out.toByteArray();
    }

    @Test
    void question_aboutAnUnknownRun_makesNothing() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            PushedLogs pushes = new PushedLogs(folder.resolve("pushed"), intake, test.store);
            pushes.start();

            assertThat(pushes.taken(RUN, ME).next()).isZero();
            assertThat(test.store.run(RUN)).isEmpty();
            assertThatThrownBy(() -> pushes.taken(RUN, "../x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void samples_reachHistory() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            PushedLogs pushes = new PushedLogs(folder.resolve("pushed"), intake, test.store);
            Instant at = Instant.parse("2026-11-21T09:15:00Z");
            pushes.take(
                    RUN, ME, 0, join(List.of("{}".getBytes(StandardCharsets.UTF_8)), 0, 1), false);

            pushes.sampled(RUN, List.of(new MemorySample("driver", at, 5, 0, 0, 9)));

            assertThat(test.store.memory(RUN, 10).getFirst().container()).isEqualTo("driver");
        }
    }
}
