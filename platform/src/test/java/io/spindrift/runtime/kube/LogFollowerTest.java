package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFollowerTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final int SEGMENT = 4096;

    @TempDir Path folder = Path.of("unset");

    @Test
    void log_overManyBrokenConnections_hasNoGapAndNothingTwice() throws IOException {
        StringBuilder stamped = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        Random random = new Random(7);
        Instant at = BEGIN;
        for (int line = 0; line < 200; line++) {
            // Several lines have one time, and many one second.
            at = at.plusNanos(random.nextInt(3) * 100_000_001L);
            String text = "line " + line + " " + "x".repeat(random.nextInt(30)) + "\n";
            stamped.append(at).append(' ').append(text);
            plain.append(text);
        }
        Server server = new Server(stamped.toString(), random);
        follow(server, () -> server.answered > 60);
        assertThat(kept()).isEqualTo(plain.toString());
        assertThat(server.broken).as("connections that broke").isGreaterThan(20);
    }

    @Test
    void log_afterARestart_goesOnWhereItStood() throws IOException {
        Server whole = new Server("2026-11-21T10:00:00.5Z one\n2026-11-21T10:00:01Z tw", null);
        follow(whole, () -> false, 2);
        assertThat(kept()).isEqualTo("one\ntw");
        Server more =
                new Server(
                        """
                        2026-11-21T10:00:00.5Z one
                        2026-11-21T10:00:01Z two
                        2026-11-21T10:00:01Z three
                        """,
                        null);
        follow(more, () -> true);
        assertThat(kept()).isEqualTo("one\ntwo\nthree\n");
        assertThat(LogFollower.done(folder)).isTrue();
    }

    @Test
    void log_ofAPodThatIsGone_isTakenAsItIs() throws IOException {
        follow(
                new Server("", null) {
                    @Override
                    public InputStream open(Instant since) {
                        throw new KubernetesClientException("not found", 404, null);
                    }
                },
                () -> true);
        assertThat(LogFollower.done(folder)).isTrue();
    }

    @Test
    void log_thatOutgrowsItsBounds_keepsItsBeginAndItsEnd() throws IOException {
        StringBuilder stamped = new StringBuilder();
        for (int line = 0; line < 1000; line++) {
            stamped.append(BEGIN.plusMillis(line)).append(" ").append("y".repeat(49)).append('\n');
        }
        follow(new Server(stamped.toString(), null), () -> true);
        assertThat(folder.resolve("stdout.0")).hasSize(SEGMENT);
        assertThat(folder.resolve("stdout.1")).doesNotExist();
        assertThat(folder.resolve("stdout.12")).hasSize(50_000 - 12 * SEGMENT);
    }

    private void follow(Server server, BooleanSupplier ended) {
        follow(server, ended, 1000);
    }

    private void follow(Server server, BooleanSupplier ended, int mostWaits) {
        int[] waits = {0};
        new LogFollower(
                        server,
                        folder,
                        SEGMENT,
                        3,
                        ended,
                        () -> false,
                        () -> BEGIN,
                        _ -> {
                            if (++waits[0] >= mostWaits) {
                                throw new InterruptedException("as the platform ends");
                            }
                        })
                .run();
        assertThat(Thread.interrupted()).isEqualTo(waits[0] >= mostWaits);
    }

    private String kept() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int number = 0; Files.exists(folder.resolve("stdout." + number)); number++) {
            text.append(Files.readString(folder.resolve("stdout." + number)));
        }
        return text.toString();
    }

    /// Tells lines from a whole second on; breaks off where chance wants it.
    private static class Server implements LogFollower.Source {
        private final String log;
        private final @Nullable Random random;
        int answered;
        int broken;

        Server(String log, @Nullable Random random) {
            this.log = log;
            this.random = random;
        }

        @Override
        public InputStream open(Instant since) {
            answered++;
            StringBuilder told = new StringBuilder();
            log.lines()
                    .filter(line ->
                            !Instant.parse(line.substring(0, line.indexOf(' ')))
                                    .isBefore(since.truncatedTo(ChronoUnit.SECONDS)))
                    .forEach(line -> told.append(line).append('\n'));
            if (!log.endsWith("\n") && !told.isEmpty()) {
                told.setLength(told.length() - 1);
            }
            byte[] bytes = told.toString().getBytes(StandardCharsets.UTF_8);
            if (random == null || answered > 60) {
                return new ByteArrayInputStream(bytes);
            }
            broken++;
            int cut = random.nextInt(Math.min(bytes.length, 400) + 1);
            return new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new BrokenStream());
        }
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }
}
