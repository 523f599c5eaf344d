package io.spindrift.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command finds around itself.
///
/// @param prefix folder of the installation, when the command belongs to one
/// @param terminal whether a person watches standard output
record Surroundings(
        Map<String, String> environment, Path userHome, Optional<Path> prefix, boolean terminal) {
    Surroundings {
        environment = Map.copyOf(environment);
    }
}
