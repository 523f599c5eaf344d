package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlGroupTest {
    @TempDir Path root;

    @Test
    void versionTwo_isRead() throws IOException {
        write("cgroup.controllers", "cpu memory\n");
        write("memory.max", "1000\n");
        write("memory.current", "900\n");
        write("memory.stat", "anon 500\ninactive_file 300\n");
        write(
                "cpu.stat",
                """
                usage_usec 7000000
                user_usec 1
                nr_periods 50
                nr_throttled 20
                throttled_usec 3000000
                """);
        assertThat(group().limitBytes()).isEqualTo(1000);
        assertThat(group().count()).isEqualTo(new GroupCount(600, 7_000_000, 50, 20, 3_000_000));
    }

    @Test
    void versionOne_isRead() throws IOException {
        write("memory/memory.limit_in_bytes", "1000\n");
        write("memory/memory.usage_in_bytes", "900\n");
        write("memory/memory.stat", "cache 400\ntotal_inactive_file 300\n");
        write("cpu/cpu.stat", "nr_periods 50\nnr_throttled 20\nthrottled_time 3000000000\n");
        write("cpuacct/cpuacct.usage", "7000000000\n");
        assertThat(group().limitBytes()).isEqualTo(1000);
        assertThat(group().count()).isEqualTo(new GroupCount(600, 7_000_000, 50, 20, 3_000_000));
    }

    @Test
    void cpuWithoutALimit_isCountedButNotThrottled() throws IOException {
        write("cgroup.controllers", "cpu memory\n");
        write("memory.max", "1000\n");
        write("memory.current", "900\n");
        write("cpu.stat", "usage_usec 7\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");
        assertThat(group().count()).isEqualTo(new GroupCount(900, 7, -1, -1, -1));
    }

    /// The files of version 1 outside of containers are those of the machine.
    @Test
    void machineWithoutLimits_isNoContainer() throws IOException {
        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("memory/memory.usage_in_bytes", "900\n");
        write("cpuacct/cpuacct.usage", "7000000000\n");
        assertThat(group().limitBytes()).isZero();
        assertThat(group().count()).isEqualTo(GroupCount.NOTHING);
        assertThat(new ControlGroup(root.resolve("none")).count()).isEqualTo(GroupCount.NOTHING);
    }

    private ControlGroup group() {
        return new ControlGroup(root);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }
}
