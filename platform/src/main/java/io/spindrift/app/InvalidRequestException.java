package io.spindrift.app;

import java.util.List;
import java.util.stream.Collectors;

/// The request cannot be carried out as it is; it names every problem at once. Answer 400 with
/// them.
public final class InvalidRequestException extends RuntimeException {
    private final List<Problem> problems;

    public InvalidRequestException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an invalid request has at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    public InvalidRequestException(String code, String message, String fieldPath) {
        this(List.of(new Problem(code, message, fieldPath)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
