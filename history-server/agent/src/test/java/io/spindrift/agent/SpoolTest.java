package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
    @TempDir Path folder;

    @Test
    void lines_comeOutInOrder_numberedFromZero() throws Exception {
        Spool spool = spool(64 << 20, 0);
        List<String> lines = add(spool, 50);
        spool.close();

        assertThat(drain(spool)).isEqualTo(lines);
        assertThat(spool.next()).isEqualTo(50);
    }

    @Test
    void lines_beyondTheMemory_waitInFiles_andComeOutInOrder() throws Exception {
        Spool spool = spool(0, 64 << 20);
        List<String> lines = add(spool, 40);
        spool.close();

        assertThat(spool.fileBytes()).isPositive();
        assertThat(drain(spool)).isEqualTo(lines);
        assertThat(spool.fileBytes()).isZero();
        spool.turnOff();
        assertThat(files()).isEmpty();
    }

    @Test
    void lines_beyondAllBounds_areCountedInTheirPlace() throws Exception {
        Spool spool = spool(700_000, 0);
        add(spool, 40);
        Batch first = spool.oldest(0);
        assertThat(first).isNotNull();
        long dropped = spool.droppedLines();
        assertThat(dropped).isPositive();
        spool.done(first);
        spool.add("{\"Event\":\"later\"}");
        spool.close();

        List<String> rest = drain(spool);
        assertThat(rest.getLast()).isEqualTo("{\"Event\":\"later\"}");
        assertThat(rest)
                .contains(
                        "{\"Event\":\"io.spindrift.agent.EventsDropped\",\"count\":"
                                + dropped
                                + "}");
        assertThat(spool.next()).isEqualTo(first.lines + rest.size());
    }

    @Test
    void line_thatNoServerTakes_isDropped() throws Exception {
        Spool spool = spool(1 << 20, 1 << 20);
        spool.add("x".repeat((24 << 20) + 1));
        spool.add("{}");
        spool.close();

        assertThat(drain(spool))
                .containsExactly(
                        "{\"Event\":\"io.spindrift.agent.EventsDropped\",\"count\":1}", "{}");
    }

    @Test
    void folderThatCannotBeWritten_dropsAndGoesOn() throws Exception {
        Spool spool = new Spool(folder + "/none", 0, 1 << 20, 0, new Compression.Gzip());
        spool.add("{}");
        spool.close();

        assertThat(spool.oldest(0)).isNull();
        assertThat(spool.droppedLines()).isEqualTo(1);
    }

    @Test
    void turnedOff_keepsNothing() throws Exception {
        Spool spool = spool(0, 64 << 20);
        add(spool, 40);
        assertThat(files()).isNotEmpty();

        spool.turnOff();
        spool.add("{}");

        assertThat(spool.oldest(0)).isNull();
        assertThat(spool.waitingLines()).isZero();
        assertThat(files()).isEmpty();
    }

    private Spool spool(long memoryBytes, long fileBytes) {
        return new Spool(folder.toString(), memoryBytes, fileBytes, 0, new Compression.Gzip());
    }

    /// Lines of 100 kB that do not compress well.
    private static List<String> add(Spool spool, int count) {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder("{\"n\":\"");
            random.ints(100_000, 'a', 'z').forEach(letter -> line.append((char) letter));
            lines.add(line.append(i).append("\"}").toString());
            spool.add(lines.getLast());
        }
        return lines;
    }

    private static List<String> drain(Spool spool) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        long next = -1;
        for (Batch batch = spool.oldest(0); batch != null; batch = spool.oldest(0)) {
            assertThat(next == -1 || batch.first == next).isTrue();
            next = batch.end();
            byte[] plain =
                    new GZIPInputStream(new ByteArrayInputStream(batch.read())).readAllBytes();
            lines.addAll(new String(plain, StandardCharsets.UTF_8).lines().toList());
            spool.done(batch);
        }
        return lines;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> !each.equals(folder)).toList();
        }
    }
}
