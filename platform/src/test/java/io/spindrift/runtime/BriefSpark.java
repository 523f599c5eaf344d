package io.spindrift.runtime;

import java.util.HashMap;
import java.util.Map;

/// Spark that ends soon: its Java is spared the compiler whose work would come too late, which is
/// half of what such a run costs.
public final class BriefSpark {
    private static final String OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private BriefSpark() {}

    /// What is given stays.
    public static Map<String, String> with(Map<String, String> conf) {
        Map<String, String> brief = new HashMap<>(conf);
        brief.putIfAbsent("spark.driver.defaultJavaOptions", OPTIONS);
        brief.putIfAbsent("spark.executor.defaultJavaOptions", OPTIONS);
        return brief;
    }
}
