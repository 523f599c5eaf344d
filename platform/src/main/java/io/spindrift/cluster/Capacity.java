package io.spindrift.cluster;

/// Room for applications, in thousandths of a core and MiB of memory.
public record Capacity(long milliCores, long memoryMib) {
    public static final Capacity NONE = new Capacity(0, 0);

    public Capacity {
        if (milliCores < 0 || memoryMib < 0) {
            throw new IllegalArgumentException("room is not negative");
        }
    }

    /// What a machine has less what is kept for the system and the platform; cores are shared with
    /// them, memory is not.
    public static Capacity ofMachine(int cores, long memoryMib, long reservedMemoryMib) {
        return new Capacity(cores * 1000L, Math.max(0, memoryMib - reservedMemoryMib));
    }

    public Capacity plus(Capacity more) {
        return new Capacity(milliCores + more.milliCores, memoryMib + more.memoryMib);
    }

    /// What is left of this when that is taken; none where more is taken than there is.
    public Capacity less(Capacity taken) {
        return new Capacity(
                Math.max(0, milliCores - taken.milliCores),
                Math.max(0, memoryMib - taken.memoryMib));
    }

    public boolean fits(Capacity wanted) {
        return wanted.milliCores <= milliCores && wanted.memoryMib <= memoryMib;
    }
}
