package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import java.util.List;

/// Looks for one kind of trouble.
@FunctionalInterface
interface Rule {
    List<Issue> find(RunFacts facts);
}
