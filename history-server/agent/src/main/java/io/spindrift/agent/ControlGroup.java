package io.spindrift.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What the kernel counts of the container that this process runs in, in either version of its
/// files. Where nothing limits it, there is no container to speak of, or the files are of the whole
/// machine.
final class ControlGroup {
    /// A limit beyond this is none.
    private static final long LIMIT_MAX_BYTES = 1L << 50;

    private static final long NANOS_OF_MICRO = 1000;

    private final Path root;

    ControlGroup(Path root) {
        this.root = root;
    }

    /// 0 where nothing limits it.
    long limitBytes() {
        long newer = number("memory.max");
        long bytes = newer >= 0 ? newer : number("memory/memory.limit_in_bytes");
        return bytes < 0 || bytes > LIMIT_MAX_BYTES ? 0 : bytes;
    }

    GroupCount count() {
        boolean limited = limitBytes() > 0;
        boolean newer = Files.exists(root.resolve("cgroup.controllers"));
        Map<String, Long> cpu = table(newer ? "cpu.stat" : "cpu/cpu.stat");
        long periods = cpu.getOrDefault("nr_periods", 0L);
        boolean bounded = periods > 0;
        long throttledMicros =
                newer
                        ? cpu.getOrDefault("throttled_usec", 0L)
                        : cpu.getOrDefault("throttled_time", 0L) / NANOS_OF_MICRO;
        return new GroupCount(
                limited ? chargedBytes(newer) : GroupCount.UNKNOWN,
                limited || bounded ? cpuMicros(newer, cpu) : GroupCount.UNKNOWN,
                bounded ? periods : GroupCount.UNKNOWN,
                bounded ? cpu.getOrDefault("nr_throttled", 0L) : GroupCount.UNKNOWN,
                bounded ? throttledMicros : GroupCount.UNKNOWN);
    }

    /// Without what the kernel would give up first: pages of files that nobody used lately.
    private long chargedBytes(boolean newer) {
        long all = number(newer ? "memory.current" : "memory/memory.usage_in_bytes");
        Map<String, Long> parts = table(newer ? "memory.stat" : "memory/memory.stat");
        long files = parts.getOrDefault(newer ? "inactive_file" : "total_inactive_file", 0L);
        return all < 0 ? GroupCount.UNKNOWN : Math.max(0, all - files);
    }

    private long cpuMicros(boolean newer, Map<String, Long> cpu) {
        if (newer) {
            return cpu.getOrDefault("usage_usec", GroupCount.UNKNOWN);
        }
        long nanos = number("cpuacct/cpuacct.usage");
        return nanos < 0 ? GroupCount.UNKNOWN : nanos / NANOS_OF_MICRO;
    }

    /// -1 where the file is not there.
    private long number(String file) {
        String text = text(file).trim();
        try {
            return text.equals("max") ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// Lines of a name and a number.
    private Map<String, Long> table(String file) {
        Map<String, Long> table = new HashMap<>();
        for (String line : text(file).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[1].matches("\\d{1,18}")) {
                table.put(words[0], Long.valueOf(words[1]));
            }
        }
        return table;
    }

    /// Empty where the file is not there.
    private String text(String file) {
        try {
            return new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
