package io.spindrift.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether an application is tried again, how often, and after which wait. Pure: what it counts are
/// the attempts as they are stored, so no restart of the platform forgets one.
///
/// Each class of failure is counted on its own.
///
/// @param maxRetries for each class of failure that is the application's own
/// @param maxInfrastructureRetries for each class of failure that is not
/// @param backoff the wait before the first retry; it doubles with each further one of its class
/// @param longestBackoff what it never exceeds
/// @param resetAfter an attempt that ran so long wipes out what was counted before; null for none
public record RestartPolicy(
        Type type,
        int maxRetries,
        int maxInfrastructureRetries,
        Duration backoff,
        Duration longestBackoff,
        @Nullable Duration resetAfter) {
    /// Whatever the policy: each attempt is kept with its application.
    public static final int MOST_ATTEMPTS = 500;

    static final int DEFAULT_RETRIES = 3;
    static final int DEFAULT_INFRASTRUCTURE_RETRIES = 5;
    static final int DEFAULT_BACKOFF_SECONDS = 10;
    static final int DEFAULT_LONGEST_BACKOFF_SECONDS = 3600;

    public static final RestartPolicy NEVER =
            new RestartPolicy(Type.NEVER, 0, 0, Duration.ZERO, Duration.ofHours(1), null);

    /// After which ends another attempt follows.
    public enum Type {
        NEVER("never"),
        ON_FAILURE("onFailure"),
        ON_INFRASTRUCTURE_FAILURE("onInfrastructureFailure"),
        /// Also after an attempt that ended well: for what should never end.
        ALWAYS("always");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /// Its name in the API.
        public String text() {
            return text;
        }

        static Optional<Type> parse(String text) {
            for (Type type : values()) {
                if (type.text.equals(text)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }

        boolean follows(FailureClass failure) {
            return switch (this) {
                case NEVER -> false;
                case ON_FAILURE, ALWAYS -> true;
                case ON_INFRASTRUCTURE_FAILURE -> failure.infrastructure();
            };
        }
    }

    public RestartPolicy {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(longestBackoff, "longestBackoff");
        if (maxRetries < 0 || maxInfrastructureRetries < 0 || backoff.isNegative()) {
            throw new IllegalArgumentException("retries and backoff are not negative");
        }
    }

    /// When the next attempt may begin; empty when none follows.
    ///
    /// @param attempts all so far, the oldest first; the last has ended
    public Optional<Instant> next(List<Attempt> attempts) {
        Attempt last = attempts.getLast();
        Instant endedAt = last.endedAt();
        if (endedAt == null || attempts.size() >= MOST_ATTEMPTS) {
            return Optional.empty();
        }
        if (last.succeeded()) {
            return type == Type.ALWAYS ? Optional.of(endedAt.plus(waitAfter(1))) : Optional.empty();
        }
        FailureClass failure = last.failureClass();
        int count = count(attempts, failure);
        return type.follows(failure) && count <= most(failure)
                ? Optional.of(endedAt.plus(waitAfter(count)))
                : Optional.empty();
    }

    /// How often this class of failure is borne.
    public int most(FailureClass failure) {
        return failure.infrastructure() ? maxInfrastructureRetries : maxRetries;
    }

    /// How often attempts failed by this class, the last one included, since one ended well or ran
    /// long enough.
    public int count(List<Attempt> attempts, FailureClass failure) {
        int count = 0;
        for (Attempt attempt : attempts) {
            if (attempt.succeeded() || ranLong(attempt)) {
                count = 0;
            }
            if (!attempt.open() && !attempt.succeeded() && attempt.failureClass() == failure) {
                count++;
            }
        }
        return count;
    }

    private boolean ranLong(Attempt attempt) {
        Instant begun = attempt.driverStartedAt();
        Instant ended = attempt.endedAt();
        return resetAfter != null
                && begun != null
                && ended != null
                && !ended.isBefore(begun.plus(resetAfter));
    }

    private Duration waitAfter(int count) {
        Duration wait = backoff.multipliedBy(1L << Math.min(Math.max(count - 1, 0), 20));
        return wait.compareTo(longestBackoff) > 0 ? longestBackoff : wait;
    }
}
