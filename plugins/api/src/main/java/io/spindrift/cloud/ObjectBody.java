package io.spindrift.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of an object to be stored. They may be asked for several times, as a store tries
/// again.
///
/// @param sizeBytes how many they are, exactly
public record ObjectBody(long sizeBytes, Opener opener) {
    /// Opens the bytes from their start; whoever asked closes them.
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    public ObjectBody {
        if (sizeBytes < 0 || sizeBytes > ObjectStore.PUT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an object has 0 to " + ObjectStore.PUT_BYTES_MAX + " bytes, not " + sizeBytes);
        }
    }

    public static ObjectBody of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new ObjectBody(copy.length, () -> new ByteArrayInputStream(copy));
    }
}
