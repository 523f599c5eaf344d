package io.spindrift.app;

import java.util.Map;
import java.util.Objects;

/// What a driver, or each executor, is given.
///
/// @param cores the tasks it runs at once, and the processors its JVM sees
/// @param coreRequestMilliCores what it is admitted by, in thousandths of a core
/// @param memoryMib the heap
/// @param memoryOverheadMib what it may use beside the heap
/// @param pod what only Kubernetes reads
public record ContainerSpec(
        int cores,
        int coreRequestMilliCores,
        int memoryMib,
        int memoryOverheadMib,
        Map<String, String> envVars,
        PodSettings pod) {
    public ContainerSpec {
        if (cores < 1 || coreRequestMilliCores < 1 || memoryMib < 1 || memoryOverheadMib < 0) {
            throw new IllegalArgumentException("a container has cores and memory");
        }
        envVars = Map.copyOf(envVars);
        Objects.requireNonNull(pod, "pod");
    }

    /// Heap and overhead together: what it is admitted and priced by.
    public int totalMemoryMib() {
        return memoryMib + memoryOverheadMib;
    }
}
