package io.spindrift.cli;

/// The command was typed wrongly; the message says how it is typed.
final class WrongWordsException extends RuntimeException {
    WrongWordsException(String message) {
        super(message);
    }

    WrongWordsException(String message, Throwable cause) {
        super(message, cause);
    }
}
