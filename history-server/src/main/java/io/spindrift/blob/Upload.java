package io.spindrift.blob;

/// How far a file has come.
///
/// @param receivedBytes the offset at which the next piece must begin
/// @param complete whether it is stored, whole and checked
public record Upload(BlobId id, long receivedBytes, boolean complete) {}
