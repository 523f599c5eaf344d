package io.spindrift.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What this machine, or the container around us, has.
final class Machine {
    private static final long LARGEST_RESERVE_MIB = 2048;
    private static final int RESERVED_PART = 8;

    private Machine() {}

    static long memoryMib() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() >> 20;
    }

    /// What the system and the platform keep: an eighth, and no more than 2 GiB.
    static long reserveMib() {
        return Math.min(LARGEST_RESERVE_MIB, memoryMib() / RESERVED_PART);
    }
}
