package io.spindrift.runtime;

import java.util.List;

/// Whether launches would work now.
///
/// @param problems what hinders them, each a sentence that says what to do
/// @param warnings what the operator should know all the same
public record Health(List<String> problems, List<String> warnings) {
    public Health {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    public boolean ready() {
        return problems.isEmpty();
    }
}
