package io.spindrift.runtime;

/// A cluster did not answer: what was asked may have been done all the same, and may be asked again
/// later.
public final class NoAnswerException extends IllegalStateException {
    public NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
