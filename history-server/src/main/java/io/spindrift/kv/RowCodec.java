package io.spindrift.kv;

/// Turns rows to bytes and back. Every row starts with the version that wrote it.
///
/// A codec reads its own version and those before it that it names in [RowReader#version()]; for
/// others it throws [RowFormatException].
public interface RowCodec<V> {
    /// The version written, 1 to 127.
    int version();

    void write(V row, RowWriter out);

    V read(RowReader in);
}
