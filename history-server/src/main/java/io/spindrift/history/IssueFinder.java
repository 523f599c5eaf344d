package io.spindrift.history;

import java.util.List;

/// Finds issues in a run: a pure function, cheap enough to be asked again while the run grows.
@FunctionalInterface
public interface IssueFinder {
    /// Sorted by severity, then by what they cost, both falling. Never throws for odd facts.
    List<Issue> issues(RunFacts facts);
}
