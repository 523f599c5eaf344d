package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that reads a log is killed with SIGKILL at random moments, and started again: rows are
/// those of one that was left alone. `-Dspindrift.kills=50` for more than the usual 3.
final class KilledIngestIT {
    private static final int KILLS = Integer.getInteger("spindrift.kills", 3);
    private static final int STAGES = 48;
    private static final int FRAME_BYTES = 3 << 20;
    private static final Path GENERATOR = Path.of("bench/GenerateLog.java");

    @TempDir static Path folder;
    private static Path plain;
    private static Path zstd;

    @BeforeAll
    static void makeLogs() throws Exception {
        plain = folder.resolve("app-20260921000000-0000");
        run(GENERATOR.toString(), plain.toString(), "" + STAGES, "300");
        zstd = folder.resolve("zstd").resolve("app-20260921000000-0000.zstd");
        Files.createDirectories(zstd.getParent());
        try (InputStream in = Files.newInputStream(plain);
                OutputStream out = Files.newOutputStream(zstd)) {
            for (byte[] some = in.readNBytes(FRAME_BYTES);
                    some.length > 0;
                    some = in.readNBytes(FRAME_BYTES)) {
                out.write(Zstd.compress(some));
            }
        }
    }

    @Test
    void rows_ofAnIngestThatWasKilled_areThoseOfOneThatWasNot() throws Exception {
        Random random = new Random(20261121);
        for (Path log : List.of(plain, zstd)) {
            Path alone = folder.resolve("alone-" + log.getFileName());
            long millis = ingest(log, alone);
            String wanted = dump(alone);
            assertThat(wanted).contains("\n  task ".strip());
            for (int i = 0; i < share(log); i++) {
                Path data = folder.resolve("killed-" + i);
                long moment = random.nextLong(millis);
                kill(log, data, moment);
                ingest(log, data);
                assertThat(dump(data))
                        .as("killed after %d ms of %d", moment, millis)
                        .isEqualTo(wanted);
                delete(data);
            }
        }
    }

    /// Of the moments in all.
    private static int share(Path log) {
        return log.equals(plain) ? KILLS / 2 : KILLS - KILLS / 2;
    }

    /// Undisturbed; how long it took from when it had begun.
    private static long ingest(Path log, Path data) throws Exception {
        Process process = begun(log, data);
        long begun = System.nanoTime();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Math.max(1, (System.nanoTime() - begun) / 1_000_000);
    }

    private static void kill(Path log, Path data, long afterMillis) throws Exception {
        Process process = begun(log, data);
        process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        process.destroyForcibly(); // SIGKILL
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Process begun(Path log, Path data) throws IOException {
        Files.createDirectories(data);
        Process process =
                java(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        KilledIngest.class.getName(),
                        log.toString(),
                        data.toString());
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("begun");
        return process;
    }

    private static String classPath() {
        String ofTests = System.getProperty("surefire.test.class.path");
        return ofTests == null ? System.getProperty("java.class.path") : ofTests;
    }

    private static void run(String... words) throws Exception {
        Process process = java(words);
        try (InputStream out = process.getInputStream()) {
            out.readAllBytes();
        }
        assertThat(process.waitFor()).isZero();
    }

    private static Process java(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String dump(Path data) throws IOException {
        return Files.readString(data.resolve("dump"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
