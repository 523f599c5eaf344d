package io.spindrift.submit;

import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a submission would come to.
///
/// @param appId given, or an example of what would be made
/// @param problems why it would be refused; empty when it would not
/// @param warnings what is accepted and has no effect there
/// @param config null when it could not be worked out
/// @param placement null when it would be refused
public record Check(
        @Nullable String appId,
        List<Problem> problems,
        List<Problem> warnings,
        @Nullable EffectiveConfig config,
        @Nullable Placement placement) {
    public Check {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    public boolean accepted() {
        return problems.isEmpty();
    }

    /// Where it would run.
    ///
    /// @param wanted what it would be admitted by
    /// @param queuePosition from 1; null when it would start at once
    public record Placement(
            String clusterId, Capacity wanted, @Nullable Integer queuePosition, String sentence) {
        public Placement {
            Objects.requireNonNull(clusterId, "clusterId");
            Objects.requireNonNull(wanted, "wanted");
            Objects.requireNonNull(sentence, "sentence");
        }

        public boolean startsNow() {
            return queuePosition == null;
        }
    }
}
