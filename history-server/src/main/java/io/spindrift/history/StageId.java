package io.spindrift.history;

/// A stage's number and its attempt, which Spark counts from 0.
public record StageId(int id, int attempt) implements Comparable<StageId> {
    @Override
    public int compareTo(StageId other) {
        return id != other.id
                ? Integer.compare(id, other.id)
                : Integer.compare(attempt, other.attempt);
    }

    @Override
    public String toString() {
        return id + "." + attempt;
    }
}
