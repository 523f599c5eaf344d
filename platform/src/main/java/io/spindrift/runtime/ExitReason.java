package io.spindrift.runtime;

/// Why a container ended, as far as the runtime can tell.
public enum ExitReason {
    /// By itself, with exit code 0.
    COMPLETED("it ended by itself"),
    /// By itself, with another exit code.
    FAILED("it ended with an error"),
    /// The JVM's heap was full.
    OUT_OF_HEAP("its heap was full"),
    /// Its processes held more memory than they were given, and were ended for it.
    OVER_MEMORY_LIMIT("it exceeded its memory limit"),
    /// Its files took more of a disk than it may, or than the disk had, and it was ended for it.
    OVER_SCRATCH_LIMIT("its files took too much of the disk"),
    /// By our order, or because its driver ended.
    STOPPED("it was stopped"),
    /// By a signal that was not ours: the system's, or a person's.
    SIGNALLED("it was killed from outside"),
    /// Its machine went away or started anew.
    MACHINE_LOST("its machine was lost"),
    /// Its spot machine was taken back by the cloud.
    SPOT_RECLAIMED("its spot machine was taken back"),
    /// Its node wanted the room: short of memory or disk, being drained, or for something of higher
    /// priority.
    EVICTED("it was evicted from its node"),
    /// It never began: its image cannot be pulled.
    IMAGE_PULL("its image could not be pulled"),
    /// It never began: no node has room for it, or none that it may run on.
    UNSCHEDULABLE("no node could take it"),
    /// It never began: more is asked for than its namespace may have.
    QUOTA("the quota of its namespace does not allow it"),
    /// It is gone, and nobody knows how it ended.
    UNKNOWN("it is gone without a trace");

    private final String text;

    ExitReason(String text) {
        this.text = text;
    }

    /// For people, as the end of a sentence.
    public String text() {
        return text;
    }
}
