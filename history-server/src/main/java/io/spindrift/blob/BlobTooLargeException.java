package io.spindrift.blob;

/// A file is larger than one may be. Callers answer 413.
public final class BlobTooLargeException extends RuntimeException {
    public BlobTooLargeException(String message) {
        super(message);
    }
}
