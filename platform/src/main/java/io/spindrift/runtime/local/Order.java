package io.spindrift.runtime.local;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// That an attempt is to end, written down before anything is done about it.
///
/// @param forceAt when patience ends
record Order(Instant at, Instant forceAt) {
    static Optional<Order> read(Path file) {
        return Records.read(file)
                .map(text -> {
                    String[] words = text.strip().split(" ");
                    return new Order(Instant.parse(words[0]), Instant.parse(words[1]));
                });
    }

    void write(Path file) {
        Records.write(file, at + " " + forceAt);
    }
}
