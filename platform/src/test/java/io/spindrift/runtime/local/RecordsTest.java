package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordsTest {
    private static final String BOOT = "ee08ff1b-19b3-440e-b7bd-09bf42a51b9c";

    @TempDir Path folder = Path.of("unset");

    @Test
    void shimRecords_areRead() throws IOException {
        Files.writeString(folder.resolve("process"), "10 200 11 201 " + BOOT + " 1795254756616\n");
        Files.writeString(folder.resolve("exit"), "143 1795254757722\n");
        assertThat(Records.began(folder))
                .contains(
                        new Records.Began(
                                10, 200, 11, 201, BOOT, Instant.ofEpochMilli(1795254756616L)));
        assertThat(Records.ended(folder))
                .contains(new Records.Ended(143, Instant.ofEpochMilli(1795254757722L)));
    }

    @Test
    void tamperedRecords_countAsNotWritten() throws IOException {
        Files.writeString(folder.resolve("process"), "1 2 3");
        Files.writeString(folder.resolve("exit"), "999999999999999999999 0");
        Files.createDirectory(folder.resolve("asked"));
        assertThat(Records.began(folder)).isEmpty();
        assertThat(Records.ended(folder)).isEmpty();
        assertThat(Records.asked(folder)).isEmpty();
    }

    @Test
    void ownFindings_readBackAsWritten() {
        Exit exit =
                new Exit(
                        Instant.ofEpochMilli(5), null, ExitReason.MACHINE_LOST, "a sentence of it");
        Records.write(folder.resolve("exit-driver"), exit);
        assertThat(Records.exit(folder.resolve("exit-driver"))).contains(exit);
    }

    @Test
    void process_withSpacesInItsName_isParsed() {
        String stat =
                "4242 (Web Content (1)) S 17 4242 99 0 -1 4 1 2 3 4 5 6 7 8 20 0 30 0 351509 9";
        assertThat(ProcFs.Proc.parse(stat))
                .isEqualTo(new ProcFs.Proc(4242, "Web Content (1)", 'S', 17, 99, 351509));
    }
}
