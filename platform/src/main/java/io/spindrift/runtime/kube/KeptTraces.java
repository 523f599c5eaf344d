package io.spindrift.runtime.kube;

import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.Traces;
import io.spindrift.runtime.log.SegmentedLogs;
import java.nio.file.Path;
import java.util.List;

/// What a cluster's folder holds, when nothing runs there any more.
record KeptTraces(Path folder) implements Traces {
    @Override
    public Logs logs() {
        return new SegmentedLogs(
                folder.resolve("logs"), KubeParts.SEGMENT_BYTES, (id, container) -> false);
    }

    @Override
    public List<ClusterEvent> events(LaunchId id) {
        return new EventKeeper(folder).of(id);
    }
}
