package io.spindrift.kv;

/// A row with its key.
public record Entry<K, V>(K key, V row) {}
