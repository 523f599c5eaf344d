package io.spindrift.http;

import java.time.Instant;
import java.util.List;

/// What the platform tells of itself.
public record About(String version, Instant startedAt, List<SettingLine> settings) {
    public About {
        settings = List.copyOf(settings);
    }
}
