package io.spindrift.access;

import java.time.Instant;

/// A browser's login.
///
/// @param hash SHA-256 of the cookie's value, in hex
/// @param tokenId the token it began with; it ends when that is revoked
record Session(String hash, String tokenId, Instant createdAt, Instant endsAt) {}
