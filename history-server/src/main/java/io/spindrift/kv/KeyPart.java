package io.spindrift.kv;

/// The first parts of a key, or all of it, written as its codec does: what a scan starts from.
@FunctionalInterface
public interface KeyPart {
    void write(KeyWriter out);
}
