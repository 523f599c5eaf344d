package io.spindrift.runtime.local;

import java.nio.file.Path;
import java.util.List;

/// A whole Spark on this machine.
///
/// @param home holds `jars/`, `bin/`, `python/`
/// @param moduleOptions the flags that this Spark wants its JVMs to have
public record SparkDistribution(
        String version, String scalaVersion, Path home, List<String> moduleOptions) {
    /// Spark before 4.2 brings a Hadoop that does not run on the platform's own Java.
    private static final int[] FIRST_ON_OUR_JAVA = {4, 2};

    public SparkDistribution {
        moduleOptions = List.copyOf(moduleOptions);
    }

    /// Whether it runs on the Java that the platform runs on; else it needs Java 17.
    public boolean runsOnOurJava() {
        return atLeast(version, FIRST_ON_OUR_JAVA[0], FIRST_ON_OUR_JAVA[1]);
    }

    static boolean atLeast(String version, int major, int minor) {
        String[] parts = version.split("[.-]", 3);
        int first = Integer.parseInt(parts[0]);
        return first > major || (first == major && Integer.parseInt(parts[1]) >= minor);
    }
}
