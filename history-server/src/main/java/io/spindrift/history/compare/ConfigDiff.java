package io.spindrift.history.compare;

import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What two runs were told to do differently: Spark properties, and the Java and Scala they ran on.
///
/// @param same how many properties both have with the same value
/// @param changed sorted by key
public record ConfigDiff(int same, List<Change> changed) {
    /// They differ in every run and explain nothing.
    private static final Pattern OF_ONE_RUN =
            Pattern.compile(
                    "spark\\.(app\\.(id|attempt\\.id|startTime|submitTime|initial\\..*)"
                            + "|driver\\.(host|port|appUIAddress)|blockManager\\.port|driver\\.blockManager\\.port"
                            + "|ui\\.port|repl\\.class\\.(uri|outputDir)|executor\\.id"
                            + "|kubernetes\\.(driver\\.pod\\.name|executor\\.podNamePrefix)"
                            + "|sql\\.connect\\.grpc\\.port|.*\\.authenticate\\.secret)");

    private static final Pattern TEMPORARY = Pattern.compile("/tmp/[^/,:]+");

    public ConfigDiff {
        changed = List.copyOf(changed);
    }

    /// @param base absent where it is not set
    public record Change(String key, @Nullable String base, @Nullable String run) {}

    static ConfigDiff of(RunFacts base, RunFacts run) {
        Map<String, String> left = properties(base.environment());
        Map<String, String> right = properties(run.environment());
        Set<String> keys = new TreeSet<>(left.keySet());
        keys.addAll(right.keySet());
        int same = 0;
        List<Change> changed = new ArrayList<>();
        for (String key : keys) {
            String before = left.get(key);
            String after = right.get(key);
            if (Objects.equals(general(before, base.app()), general(after, run.app()))) {
                same++;
            } else {
                changed.add(new Change(key, before, after));
            }
        }
        return new ConfigDiff(same, changed);
    }

    private static Map<String, String> properties(EnvironmentRun environment) {
        Map<String, String> all = new TreeMap<>();
        all.put("java.version", environment.javaVersion());
        all.put("scala.version", environment.scalaVersion());
        for (Property property : environment.sparkProperties()) {
            if (!OF_ONE_RUN.matcher(property.key()).matches()) {
                all.put(property.key(), property.value());
            }
        }
        return all;
    }

    /// A value without the run's own ids and temporary folders, which are in many paths and labels.
    private static @Nullable String general(@Nullable String value, AppRun app) {
        if (value == null) {
            return null;
        }
        String general = value;
        if (!app.sparkAppId().isEmpty()) {
            general = general.replace(app.sparkAppId(), "<app>");
        }
        RunPath path = new RunPath(app);
        return TEMPORARY.matcher(path.withoutIds(general)).replaceAll("/tmp/*");
    }

    /// The platform's folders of a run end in its id and attempt.
    private record RunPath(AppRun app) {
        String withoutIds(String value) {
            String id = app.id().appId();
            return value.replace(id + "/" + app.id().attempt(), "<run>").replace(id, "<app>");
        }
    }
}
