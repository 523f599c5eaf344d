package io.spindrift.http;

import org.jspecify.annotations.Nullable;

/// A Spark version that applications may ask for.
///
/// @param usual whether it is taken when none is asked for
/// @param javaVersion the Java that it runs on
public record SparkRuntime(
        String version,
        boolean usual,
        @Nullable String scalaVersion,
        @Nullable Integer javaVersion) {}
