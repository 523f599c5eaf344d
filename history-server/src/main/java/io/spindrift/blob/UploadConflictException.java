package io.spindrift.blob;

/// A piece that does not begin where the last one ended, or two pieces at once. Callers answer 409,
/// and the client asks how much is there.
public final class UploadConflictException extends RuntimeException {
    private final long receivedBytes;

    public UploadConflictException(String message, long receivedBytes) {
        super(message);
        this.receivedBytes = receivedBytes;
    }

    public long receivedBytes() {
        return receivedBytes;
    }
}
