package io.spindrift.history.compare;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing of the base run and its like of the other; at least one of them is there.
public record Pair<T>(Match match, @Nullable T base, @Nullable T run) {
    public Pair {
        Objects.requireNonNull(match, "match");
        if ((base == null || run == null) != (match == Match.ONLY)) {
            throw new IllegalArgumentException("a partner is missing exactly where match is ONLY");
        }
    }

    /// How the two were found to be alike.
    public enum Match {
        /// By what they compute.
        PLAN,
        /// By what they are called.
        NAME,
        /// There is no partner.
        ONLY
    }
}
