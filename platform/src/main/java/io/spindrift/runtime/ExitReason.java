package io.spindrift.runtime;

import io.spindrift.app.FailureClass;
import org.jspecify.annotations.Nullable;

/// Why a container ended, as far as the runtime can tell.
public enum ExitReason {
    /// By itself, with exit code 0.
    COMPLETED("it ended by itself", null),
    /// By itself, with another exit code.
    FAILED("it ended with an error", FailureClass.APPLICATION),
    /// The JVM's heap was full.
    OUT_OF_HEAP("its heap was full", FailureClass.OUT_OF_MEMORY),
    /// Its processes held more memory than they were given, and were ended for it.
    OVER_MEMORY_LIMIT("it exceeded its memory limit", FailureClass.OUT_OF_MEMORY),
    /// Its files took more of a disk than it may, or than the disk had, and it was ended for it.
    OVER_SCRATCH_LIMIT("its files took too much of the disk", FailureClass.OUT_OF_DISK),
    /// By our order, or because its driver ended.
    STOPPED("it was stopped", null),
    /// By a signal that was not ours: the system's, or a person's.
    SIGNALLED("it was killed from outside", FailureClass.ENDED_FROM_OUTSIDE),
    /// Its machine went away or started anew.
    MACHINE_LOST("its machine was lost", FailureClass.NODE_LOST),
    /// Its spot machine was taken back by the cloud.
    SPOT_RECLAIMED("its spot machine was taken back", FailureClass.SPOT_RECLAIMED),
    /// Its node wanted the room: short of memory or disk, being drained, or for something of higher
    /// priority.
    EVICTED("it was evicted from its node", FailureClass.EVICTED),
    /// It never began: its image cannot be pulled.
    IMAGE_PULL("its image could not be pulled", FailureClass.IMAGE_PULL),
    /// It never began: no node has room for it, or none that it may run on.
    UNSCHEDULABLE("no node could take it", FailureClass.UNSCHEDULABLE),
    /// It never began: more is asked for than its namespace may have.
    QUOTA("the quota of its namespace does not allow it", FailureClass.QUOTA),
    /// It is gone, and nobody knows how it ended.
    UNKNOWN("it is gone without a trace", FailureClass.ENDED_FROM_OUTSIDE);

    private final String text;
    private final @Nullable FailureClass failure;

    ExitReason(String text, @Nullable FailureClass failure) {
        this.text = text;
        this.failure = failure;
    }

    /// For people, as the end of a sentence.
    public String text() {
        return text;
    }

    /// What an attempt whose driver ended so, failed by; null when it did not fail.
    public @Nullable FailureClass failure() {
        return failure;
    }
}
