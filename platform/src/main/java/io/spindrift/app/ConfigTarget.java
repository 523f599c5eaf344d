package io.spindrift.app;

/// The kind of place an application is configured for; it decides the defaults and which fields
/// work.
public enum ConfigTarget {
    /// Processes on this machine: small defaults, no pods.
    LOCAL,
    KUBERNETES
}
