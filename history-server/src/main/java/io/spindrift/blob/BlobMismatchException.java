package io.spindrift.blob;

/// The bytes are not those that the SHA-256 promised; they were forgotten. Callers answer 400, and
/// the client begins anew.
public final class BlobMismatchException extends RuntimeException {
    public BlobMismatchException(String message) {
        super(message);
    }
}
