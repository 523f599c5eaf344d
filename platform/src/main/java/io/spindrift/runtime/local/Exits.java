package io.spindrift.runtime.local;

import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Why a container ended, from what was written down about it. Pure.
final class Exits {
    private static final int SUCCESS = 0;
    private static final int DRIVER_HEAP_FULL = 3;
    private static final int EXECUTOR_HEAP_FULL = 52;
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    /// An executor notices the end of its driver within moments; and a driver that stops ends its
    /// executors first.
    private static final Duration ABOUT_THE_SAME_TIME = Duration.ofSeconds(30);

    private Exits() {}

    /// @param orderedAt when we ordered the attempt to end
    /// @param askedAt when Spark asked an executor to end
    /// @param driverEndedAt when its driver ended; of an executor only
    /// @param overLimit what it held when it was ended for that
    /// @param overScratch what its files took when it was ended for that; of a driver only
    /// @param heapFull whether its output says that the heap was full
    record Facts(
            boolean driver,
            int code,
            Instant at,
            @Nullable Instant orderedAt,
            @Nullable Instant askedAt,
            @Nullable Instant driverEndedAt,
            @Nullable String overLimit,
            @Nullable String overScratch,
            boolean heapFull) {}

    static Exit of(Facts facts) {
        String overLimit = facts.overLimit();
        if (overLimit != null) {
            return exit(facts, ExitReason.OVER_MEMORY_LIMIT, overLimit);
        }
        String overScratch = facts.overScratch();
        if (overScratch != null && facts.code() != SUCCESS) {
            return exit(facts, ExitReason.OVER_SCRATCH_LIMIT, overScratch);
        }
        if (facts.code() == SUCCESS) {
            return exit(facts, ExitReason.COMPLETED, "ended by itself with exit code 0");
        }
        if (facts.driver()
                ? facts.code() == DRIVER_HEAP_FULL && facts.heapFull()
                : facts.code() == EXECUTOR_HEAP_FULL) {
            return exit(
                    facts,
                    ExitReason.OUT_OF_HEAP,
                    "the heap was full (OutOfMemoryError, exit code " + facts.code() + ")");
        }
        if (notAfter(facts.orderedAt(), facts.at())) {
            return exit(facts, ExitReason.STOPPED, "stopped by order");
        }
        if (!facts.driver() && stoppedWithDriver(facts)) {
            return exit(facts, ExitReason.STOPPED, "stopped by its driver");
        }
        if (facts.code() == KILLED) {
            return exit(
                    facts,
                    ExitReason.SIGNALLED,
                    "killed from outside (signal 9): by a person, or by the system for want of"
                            + " memory");
        }
        if (facts.code() == TERMINATED) {
            return exit(facts, ExitReason.SIGNALLED, "told to end from outside (signal 15)");
        }
        return exit(facts, ExitReason.FAILED, "ended with exit code " + facts.code());
    }

    /// A process that is gone and left no exit code.
    static Exit lost(Instant lastSeen, boolean sameBoot, @Nullable Instant orderedAt) {
        if (!sameBoot) {
            return new Exit(
                    lastSeen,
                    null,
                    ExitReason.MACHINE_LOST,
                    "the machine was started anew while it ran");
        }
        return orderedAt != null
                ? new Exit(lastSeen, null, ExitReason.STOPPED, "stopped by order")
                : new Exit(
                        lastSeen,
                        null,
                        ExitReason.UNKNOWN,
                        "gone without a trace: both the process and its keeper were killed");
    }

    private static boolean stoppedWithDriver(Facts facts) {
        Instant driverEndedAt = facts.driverEndedAt();
        return facts.askedAt() != null
                || (driverEndedAt != null
                        && !facts.at().isBefore(driverEndedAt.minus(ABOUT_THE_SAME_TIME)));
    }

    private static boolean notAfter(@Nullable Instant first, Instant second) {
        return first != null && !first.isAfter(second);
    }

    private static Exit exit(Facts facts, ExitReason reason, String message) {
        return new Exit(facts.at(), facts.code(), reason, message);
    }
}
