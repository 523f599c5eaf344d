package io.spindrift.history.compare;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One measure of both sides.
///
/// @param name with its unit last
/// @param base absent where it is not known, or there is no such side
public record Figure(String name, @Nullable Double base, @Nullable Double run) {
    static Figure of(String name, long base, long run) {
        return new Figure(name, (double) base, (double) run);
    }

    static Figure of(String name, OptionalDouble base, OptionalDouble run) {
        return new Figure(
                name,
                base.isPresent() ? base.getAsDouble() : null,
                run.isPresent() ? run.getAsDouble() : null);
    }

    /// Run ÷ base.
    public OptionalDouble ratio() {
        return base == null || run == null || base == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(run / base);
    }
}
