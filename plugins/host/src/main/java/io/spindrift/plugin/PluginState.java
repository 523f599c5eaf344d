package io.spindrift.plugin;

import org.jspecify.annotations.Nullable;

/// What became of one file in the folder of plugins.
///
/// @param file its name
/// @param id and `version`: as it says itself; empty where that could not be read
/// @param refused why it was not started; null when it was
public record PluginState(String file, String id, String version, @Nullable String refused) {
    public boolean started() {
        return refused == null;
    }

    static PluginState refused(String file, String reason) {
        return new PluginState(file, "", "", reason);
    }
}
