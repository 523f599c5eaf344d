package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.PushIntake.Taken;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PushedLogTest {
    private static final RunId RUN = new RunId("app-1", 2);
    private static final String ME = "stream-1";

    @TempDir Path root;

    @Test
    void batches_whateverTheirSizeAndHoweverOften_leaveEachLineOnce() throws IOException {
        Random random = new Random(7);
        PushedLog log = PushedLog.open(root, RUN, ME, 500);
        int lines = 1_000;
        while (log.taken(ME).next() < lines) {
            long next = log.taken(ME).next();
            long first = Math.max(0, next - random.nextInt(4));
            long end = Math.min(lines, first + 1 + random.nextInt(9));
            assertThat(log.take(ME, first, batch(first, end), false).next())
                    .isEqualTo(Math.max(next, end));
            if (random.nextInt(5) == 0) {
                tear();
                log = PushedLog.open(root, RUN, ME, 500);
            }
        }
        assertThat(written()).isEqualTo(text(batch(0, lines)));
        assertThat(files()).hasSizeGreaterThan(10);
    }

    /// As a crash leaves it: a line begun.
    private void tear() throws IOException {
        List<Path> files = files();
        if (!files.isEmpty()) {
            Files.writeString(files.getLast(), "{\"Ev", StandardOpenOption.APPEND);
        }
    }

    @Test
    void batch_thatBeginsBehindTheLineWanted_isNotTaken() throws IOException {
        PushedLog log = PushedLog.open(root, RUN, ME);
        log.take(ME, 0, batch(0, 3), false);

        assertThat(log.take(ME, 5, batch(5, 9), true)).isEqualTo(new Taken(3, false));
        assertThat(written()).isEqualTo(text(batch(0, 3)));
    }

    @Test
    void lastBatch_endsTheLog_andComesAgainWithoutHarm() throws IOException {
        PushedLog log = PushedLog.open(root, RUN, ME);
        assertThat(EventLog.at(log.folder()).list().complete()).isFalse();

        assertThat(log.take(ME, 0, batch(0, 3), true)).isEqualTo(new Taken(3, true));
        assertThat(log.take(ME, 0, batch(0, 3), true)).isEqualTo(new Taken(3, true));

        PushedLog again = PushedLog.open(root, RUN, ME);
        assertThat(again.taken(ME)).isEqualTo(new Taken(3, true));
        assertThat(EventLog.at(again.folder()).list().complete()).isTrue();
        assertThatThrownBy(() -> again.take(ME, 3, batch(3, 4), false))
                .isInstanceOf(PushRefusedException.class)
                .hasMessage("attempt 2 of app-1 has ended");
    }

    @Test
    void anotherStream_isRefused_alsoAfterARestart() throws IOException {
        PushedLog.open(root, RUN, ME).take(ME, 0, batch(0, 1), false);
        PushedLog log = PushedLog.open(root, RUN, "stream-2");

        assertThatThrownBy(() -> log.take("stream-2", 0, batch(0, 1), false))
                .isInstanceOf(PushRefusedException.class)
                .hasMessage("attempt 2 of app-1 is pushed by another driver");
        assertThat(log.taken(ME).next()).isEqualTo(1);
    }

    @Test
    void halfALine_isRefused() throws IOException {
        PushedLog log = PushedLog.open(root, RUN, ME);
        assertThatThrownBy(() -> log.take(ME, 0, "{}\n{".getBytes(StandardCharsets.UTF_8), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last line has no end");
        assertThat(log.taken(ME).next()).isZero();
    }

    @Test
    void idThatIsAPath_staysInTheFolder() {
        assertThat(PushedLog.folder(root, new RunId("..", 1)).normalize().getParent())
                .isEqualTo(root);
    }

    private List<Path> files() {
        return EventLog.at(PushedLog.folder(root, RUN)).list().files().stream()
                .map(file -> root.resolve(file.key()))
                .toList();
    }

    private String written() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] batch(long first, long end) {
        List<String> lines = new ArrayList<>();
        for (long i = first; i < end; i++) {
            lines.add("{\"Event\":\"é" + i + "\"}\n");
        }
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }
}
