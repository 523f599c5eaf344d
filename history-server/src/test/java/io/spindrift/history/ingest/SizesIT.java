package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.spindrift.blob.FolderObjectStore;
import io.spindrift.history.Intake.LogState;
import io.spindrift.history.RunId;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.KeptLogStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a log of many tasks takes on the disk: rows, index, and the log as it is put by, each per
/// MB of raw log and against the log as one zstd stream. `-Dspindrift.sizes.stages=336` for 600 MB,
/// `-Dspindrift.sizes.log=FILE` for another log.
final class SizesIT {
    private static final int STAGES = Integer.getInteger("spindrift.sizes.stages", 60);
    private static final RunId RUN = new RunId("sizes", 1);

    /// Spark's own.
    private static final int ZSTD_LEVEL = 1;

    @TempDir Path folder;

    @Test
    void rowsAndIndex_ofALogOfManyTasks_areASmallShareOfTheCompressedLog() throws Exception {
        Path log = log();
        Path data = folder.resolve("data");
        Path kept = Files.createDirectories(folder.resolve("kept"));
        ingest(log, data, kept);

        double raw = Files.size(log) / 1e6;
        double zstd = compressed(log) / 1e6;
        double rows = bytes(data.resolve("rocksdb")) / 1e6;
        double index = bytes(data.resolve("index")) / 1e6;
        double put = bytes(kept) / 1e6;
        System.out.printf(
                "raw %.1f MB, zstd %.2f MB; kB per MB of raw: rows %.1f, index %.2f, kept %.1f;"
                        + " rows and index are %.1f %% of the zstd log%n",
                raw,
                zstd,
                rows / raw * 1e3,
                index / raw * 1e3,
                put / raw * 1e3,
                (rows + index) / zstd * 100);
        assertThat((rows + index) / zstd).isLessThan(0.25);
        assertThat(put / zstd).isLessThan(1.05);
    }

    private static void ingest(Path log, Path data, Path kept) {
        try (Database database =
                        Database.open(
                                data.resolve("rocksdb"),
                                DatabaseSettings.standard().withReservedDiskBytes(1 << 20));
                LuceneIndex index = LuceneIndex.open(data.resolve("index"))) {
            HistoryStore store =
                    new HistoryStore(database, IssueRules::issues, index, LogFolder::files);
            store.start();
            try (LogIntake intake = new LogIntake(store)) {
                intake.follow(RUN, log, "job");
                for (int i = 0; i < 10_000 && intake.logState(RUN) != LogState.READ_TO_END; i++) {
                    intake.poll();
                }
            }
            KeptLogs logs =
                    new KeptLogs(
                            new KeptLogStore(database),
                            new FolderObjectStore(kept),
                            LogFolder::files,
                            data.resolve("scratch"));
            new LogKeeper(store, logs, Retention.all(), Duration.ZERO, List.of())
                    .beat(Instant.parse("2026-11-21T12:00:00Z"));
            database.compact();
        }
    }

    private Path log() throws Exception {
        String given = System.getProperty("spindrift.sizes.log", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path log = folder.resolve("app-20260921000000-0000");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java, "bench/GenerateLog.java", log.toString(), "" + STAGES, "300")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).isZero();
        return log;
    }

    private long compressed(Path log) throws IOException {
        Path file = folder.resolve("whole.zstd");
        try (InputStream in = Files.newInputStream(log);
                OutputStream out = new ZstdOutputStream(Files.newOutputStream(file), ZSTD_LEVEL)) {
            in.transferTo(out);
        }
        return Files.size(file);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
