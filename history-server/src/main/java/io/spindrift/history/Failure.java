package io.spindrift.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that went wrong, told once though it may have happened often.
///
/// @param chain the exception and its causes, outermost first; never empty
/// @param stackTrace the whole of it, cut at 64 KiB
/// @param count how often it happened
/// @param taskId the first task it happened to
public record Failure(
        Source source,
        Instant firstAt,
        Instant lastAt,
        int count,
        List<Cause> chain,
        String stackTrace,
        @Nullable Integer jobId,
        @Nullable StageId stage,
        @Nullable Long taskId,
        @Nullable Long sqlId,
        @Nullable String executorId) {
    public Failure {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a failure has at least one cause");
        }
    }

    /// The innermost cause, which is usually the one to mend.
    public Cause root() {
        return chain.getLast();
    }

    /// The one that ended an application: the last that is not an executor's. Executors are ended
    /// with every application and then look lost; one whose loss ended it failed a job, too.
    public static Optional<Failure> decisive(List<Failure> failures) {
        return failures.stream()
                .filter(one -> one.source() != Source.EXECUTOR)
                .max(Comparator.comparing(Failure::lastAt));
    }

    public enum Source {
        TASK,
        STAGE,
        JOB,
        SQL,
        EXECUTOR,
        APPLICATION
    }

    /// @param className of the exception; for others Spark's own word (`ExecutorLostFailure`)
    public record Cause(String className, String message) {}
}
