package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.eventlog.Mutations;
import io.spindrift.history.store.TestStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs with broken lines among good ones are read to their end, whatever the lines say.
final class MutatedLinesTest {
    private static final int LINES = Integer.getInteger("spindrift.mutations", 100_000);
    private static final int LOGS = 10;
    private static final List<String> NOTES = List.of("position ", "skipped ", "notes ");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    void brokenLines_stopNothing() throws IOException {
        for (int seed = 1; seed <= LOGS; seed++) {
            Path log = written(seed);
            RunId run = new RunId("mutated-" + seed, 1);
            try (TestStore test = new TestStore(folder.resolve("db" + seed));
                    LogIntake intake = new LogIntake(test.store)) {
                intake.follow(run, log, null);
                int polls = 0;
                while (intake.poll().more()) {
                    assertThat(polls++).isLessThan(1000);
                }
                assertThat(test.store.run(run)).isPresent();
                test.store.stages(run).forEach(stage -> test.store.stages(run, stage.id().id()));
                test.store.jobs(run);
                test.store.executors(run);
                test.store.coreUsage(run, 100);
                assertThat(test.store.facts(run)).isPresent();
            }
        }
    }

    /// What is no JSON is counted, and changes nothing else: rows are those of the log without it.
    @Test
    void linesThatAreNoJson_changeNoTotal() throws IOException {
        List<byte[]> lines =
                LogFixtures.lines(LogFixtures.unpack("shop-3.5", folder.resolve("whole")));
        Mutations mutations = new Mutations(lines, 99);
        Path whole = folder.resolve("whole-log");
        Path torn = folder.resolve("torn-log");
        long broken = 0;
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(torn));
                OutputStream good = new BufferedOutputStream(Files.newOutputStream(whole))) {
            for (int i = 0; i < LINES; i++) {
                byte[] line = mutations.next();
                if (!isJson(line)) {
                    write(line, to);
                    broken++;
                }
                int next = (int) ((long) i * lines.size() / LINES);
                if (next < (int) ((i + 1L) * lines.size() / LINES)) {
                    write(lines.get(next), to);
                    write(lines.get(next), good);
                }
            }
        }
        assertThat(broken).isGreaterThan(LINES / 10);
        assertThat(rows(torn)).isEqualTo(rows(whole));
    }

    /// As Spark's own reader has it, which asks for no more than one value at the line's start, and
    /// decodes the text before, broken characters or not.
    private static boolean isJson(byte[] line) {
        try {
            JSON.readTree(new String(line, StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(byte[] line, OutputStream out) throws IOException {
        out.write(line);
        out.write('\n');
    }

    /// But where they came from, and what was left out.
    private String rows(Path log) throws IOException {
        RunId run = new RunId("run", 1);
        try (TestStore test = new TestStore(folder.resolve("rows-" + log.getFileName()));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(run, log, null);
            int polls = 0;
            while (intake.poll().more()) {
                assertThat(polls++).isLessThan(1000);
            }
            assertThat(test.store.stages(run)).isNotEmpty();
            return test.store
                    .dump(run)
                    .lines()
                    .filter(line -> NOTES.stream().noneMatch(line::startsWith))
                    .collect(Collectors.joining("\n"));
        }
    }

    private Path written(int seed) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (String name : List.of("skew-4.3", "shop-3.5", "lost-4.1", "windows-4.2")) {
            lines.addAll(LogFixtures.lines(LogFixtures.unpack(name, folder.resolve(seed + name))));
        }
        Mutations mutations = new Mutations(lines, seed);
        Path log = folder.resolve("app-" + seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log))) {
            for (int i = 0; i < LINES / LOGS; i++) {
                out.write(mutations.next());
                out.write('\n');
                if (i % 7 == 0) {
                    out.write(lines.get(i / 7 % lines.size()));
                    out.write('\n');
                }
            }
        }
        return log;
    }
}
