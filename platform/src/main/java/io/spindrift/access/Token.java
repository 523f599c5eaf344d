package io.spindrift.access;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A token as it is kept: never its text, only what that hashes to.
///
/// @param hash SHA-256 of the text, in hex
/// @param lastUsedAt to the minute; null if it never was
public record Token(
        String id,
        String name,
        String user,
        boolean admin,
        String hash,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    public Token {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    Token usedAt(Instant at) {
        return new Token(id, name, user, admin, hash, createdAt, at);
    }
}
