package io.spindrift.runtime.kube;

import io.spindrift.runtime.LaunchId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The attempts of a cluster behind one lock. What is done under it is short: it asks nobody.
final class Board {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<LaunchId, Attempt> attempts = new HashMap<>();

    /// Adds an attempt unless it is there.
    void add(LaunchId id, Supplier<Attempt> attempt) {
        lock.lock();
        try {
            attempts.computeIfAbsent(id, _ -> attempt.get());
        } finally {
            lock.unlock();
        }
    }

    void remove(LaunchId id) {
        lock.lock();
        try {
            attempts.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// Does nothing where there is no such attempt.
    void change(LaunchId id, Consumer<Attempt> change) {
        lock.lock();
        try {
            Attempt attempt = attempts.get(id);
            if (attempt != null) {
                change.accept(attempt);
            }
        } finally {
            lock.unlock();
        }
    }

    <T> Optional<T> read(LaunchId id, Function<Attempt, T> question) {
        lock.lock();
        try {
            return Optional.ofNullable(attempts.get(id)).map(question);
        } finally {
            lock.unlock();
        }
    }

    void each(Consumer<Attempt> change) {
        lock.lock();
        try {
            List.copyOf(attempts.values()).forEach(change);
        } finally {
            lock.unlock();
        }
    }

    /// Of all that were launched and are not forgotten.
    <T> List<T> sighted(Function<Attempt, T> question) {
        List<T> answers = new ArrayList<>();
        each(attempt -> {
            if (attempt.launched() && !attempt.forgotten()) {
                answers.add(question.apply(attempt));
            }
        });
        return answers;
    }
}
