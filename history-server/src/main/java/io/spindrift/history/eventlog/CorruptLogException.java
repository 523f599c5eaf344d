package io.spindrift.history.eventlog;

/// The bytes of a log are not what Spark writes. What came before them stands; the rest of the file
/// cannot be read.
public final class CorruptLogException extends RuntimeException {
    CorruptLogException(String message) {
        super(message);
    }

    CorruptLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
