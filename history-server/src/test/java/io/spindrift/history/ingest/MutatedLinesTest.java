package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.eventlog.Mutations;
import io.spindrift.history.store.TestStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs with broken lines among good ones are read to their end, whatever the lines say.
final class MutatedLinesTest {
    private static final int LINES = Integer.getInteger("spindrift.mutations", 100_000);
    private static final int LOGS = 10;

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
