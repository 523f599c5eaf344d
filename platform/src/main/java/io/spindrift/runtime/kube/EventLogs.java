package io.spindrift.runtime.kube;

import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Names;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Spark's own event logs are found, when drivers do not push: in a folder that pods and this
/// machine have under the same path.
///
/// @param folder null where there is none
record EventLogs(@Nullable Path folder) {
    private static final String FILE = "file:";

    static EventLogs of(KubeSettings settings) {
        String place = settings.eventLogDir();
        if (place == null || settings.platformUrl() != null || !place.startsWith(FILE)) {
            return new EventLogs(null);
        }
        Path folder = Path.of(URI.create(place).getPath());
        return new EventLogs(Files.isDirectory(folder) ? folder : null);
    }

    /// The log of an attempt, which need not be there yet.
    @Nullable Path of(LaunchId id) {
        return folder == null ? null : folder.resolve("eventlog_v2_" + Names.attempt(id));
    }
}
