package io.spindrift.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether launches would work now.
///
/// @param reachable false when nobody answered, so that nothing else is known; `problems` then says
///   why
/// @param version of what runs there, `v1.34.1`; null where it has none, or nobody knows
/// @param problems what hinders them, each a sentence that says what to do
/// @param warnings what the operator should know all the same
/// @param notes what could be better, and hinders nothing
public record Health(
        boolean reachable,
        @Nullable String version,
        List<String> problems,
        List<String> warnings,
        List<String> notes) {
    public Health {
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        if (!reachable && problems.isEmpty()) {
            throw new IllegalArgumentException("say why it is not reached");
        }
    }

    public Health(
            boolean reachable,
            @Nullable String version,
            List<String> problems,
            List<String> warnings) {
        this(reachable, version, problems, warnings, List.of());
    }

    public Health(List<String> problems, List<String> warnings) {
        this(true, null, problems, warnings);
    }

    public static Health unreachable(String error) {
        return new Health(false, null, List.of(error), List.of());
    }

    public boolean ready() {
        return problems.isEmpty();
    }
}
