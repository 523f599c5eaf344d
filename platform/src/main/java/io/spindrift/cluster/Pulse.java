package io.spindrift.cluster;

/// What one look at a cluster found.
public sealed interface Pulse {
    /// It answers, and launches would work.
    record Well() implements Pulse {}

    /// Launches would work, and something needs attention.
    record Warned(String sentence) implements Pulse {}

    /// It answers, and launches would fail.
    record Hindered(String sentence) implements Pulse {}

    /// It does not answer.
    record Missed(String error) implements Pulse {}
}
