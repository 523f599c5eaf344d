package io.spindrift.kv;

/// What a batch survives once `write` has returned.
public enum Durability {
    /// The end of this process, however sudden; not that of the machine. For rows that can be had
    /// again.
    PROCESS(false),
    /// The end of the machine: the log was forced to the disk.
    MACHINE(true);

    private final boolean synced;

    Durability(boolean synced) {
        this.synced = synced;
    }

    boolean synced() {
        return synced;
    }
}
