package io.spindrift.runtime;

import java.util.regex.Pattern;

/// What a container is called within its attempt: `driver`, `executor-0`.
public record ContainerId(String name) {
    private static final String PREFIX = "executor-";
    private static final Pattern NAME = Pattern.compile("driver|executor-\\d{1,9}");
    public static final ContainerId DRIVER = new ContainerId("driver");

    public ContainerId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a container is called driver or executor-N, not " + name);
        }
    }

    /// @param executorId Spark's id of the executor
    public static ContainerId executor(String executorId) {
        return new ContainerId(PREFIX + executorId);
    }

    public boolean driver() {
        return equals(DRIVER);
    }

    /// Spark's id of it: `driver`, `0`.
    public String executorId() {
        return driver() ? name : name.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return name;
    }
}
