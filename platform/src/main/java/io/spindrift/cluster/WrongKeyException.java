package io.spindrift.cluster;

/// A secret cannot be opened: its key is another one, or it was changed.
public final class WrongKeyException extends RuntimeException {
    WrongKeyException(String sentence) {
        super(sentence);
    }

    WrongKeyException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
