package io.spindrift.blob;

import java.time.Instant;

/// A stored file, whole and checked.
///
/// @param usedAt when it was last stored or touched
public record Blob(BlobId id, long sizeBytes, Instant usedAt) {}
