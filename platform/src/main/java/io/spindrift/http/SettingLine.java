package io.spindrift.http;

import org.jspecify.annotations.Nullable;

/// A setting as it may be shown: secrets are masked already.
public record SettingLine(String key, @Nullable String value, String source, String description) {}
