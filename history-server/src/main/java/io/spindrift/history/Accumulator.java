package io.spindrift.history;

import org.jspecify.annotations.Nullable;

/// A user's accumulator with the value after, and by, the latest update.
public record Accumulator(long id, String name, @Nullable String update, String value) {}
