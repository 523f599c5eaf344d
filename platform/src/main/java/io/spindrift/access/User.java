package io.spindrift.access;

import java.time.Instant;

/// Someone who has, or had, a token.
///
/// @param createdAt of the first token
public record User(String name, boolean admin, Instant createdAt) {}
