package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryProbeTest {
    @TempDir Path root;
    private Path proc;
    private Path cgroup;

    @BeforeEach
    void machine() throws IOException {
        proc = Files.createDirectory(root.resolve("proc"));
        cgroup = Files.createDirectory(root.resolve("cgroup"));
    }

    @Test
    void children_countByWhatTheyAre_andStrangersDoNot() throws IOException {
        Files.createSymbolicLink(proc.resolve("self"), Path.of("70"));
        process(70, 1, "java", 100);
        process(71, 70, "python3", 10);
        process(72, 71, "python3 (x) y", 5);
        process(73, 70, "sh", 2);
        process(80, 1, "python3", 1_000);
        process(90, 73, "java", 3_000);
        process(91, 90, "python3", 500);
        Files.createDirectory(proc.resolve("99")); // ended while it was looked at
        Files.writeString(cgroup.resolve("memory.max"), "1073741824\n");

        MemorySample sample = new MemoryProbe(proc, cgroup).sample("driver", 5);

        assertThat(sample.message())
                .isEqualTo(
                        "driver 5 %d %d %d 1073741824 -1 -1 -1 -1 -1"
                                .formatted(409_600, 61_440, 8_192));
    }

    @Test
    void noProc_tellsWhatTheJvmUses_andNoLimit() throws IOException {
        Files.writeString(cgroup.resolve("memory.max"), "max\n");
        MemorySample sample = new MemoryProbe(root.resolve("none"), cgroup).sample("driver", 5);

        assertThat(sample.jvmBytes).isPositive();
        assertThat(sample.limitBytes).isZero();
    }

    @Test
    void thisMachine_isRead() {
        assertThat(new MemoryProbe().sample("driver", 5).jvmBytes).isGreaterThan(10 << 20);
    }

    private void process(int pid, int parent, String name, long pages) throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(folder.resolve("cmdline"), "java\0x.CoarseGrainedExecutorBackend\0");
        String middle = "0 ".repeat(19).strip();
        Files.writeString(
                folder.resolve("stat"),
                pid + " (" + name + ") S " + parent + " " + middle + " " + pages + " 0 0\n");
    }
}
