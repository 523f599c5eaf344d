package io.spindrift.runtime;

/// This launch cannot work as it was ordered, now or later: a file is missing, a Spark version is
/// not there, a setting is not allowed. End the attempt as failed with this message, which is for
/// people and says what to do. Any other exception of a launch means: order it again.
public final class LaunchRefusedException extends RuntimeException {
    public LaunchRefusedException(String message) {
        super(message);
    }
}
