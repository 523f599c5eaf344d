package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.spindrift.runtime.Launch;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The labels by which objects are found again: ours, and those that Spark gives its pods.
public final class Labels {
    static final String PREFIX = "spindrift.io/";
    public static final String APP_ID = PREFIX + "app-id";
    public static final String ATTEMPT = PREFIX + "attempt";
    public static final String CLUSTER_ID = PREFIX + "cluster-id";
    static final String JOB_ID = PREFIX + "job-id";

    /// Of drivers that tell Prometheus of themselves: the chart's PodMonitor looks for it.
    static final String SCRAPED = PREFIX + "scraped";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String MANAGER = "spindrift";

    /// An annotation: the digest of the launch that an object was made for, by which our own is
    /// told from another's of the same name.
    public static final String LAUNCH = PREFIX + "launch";

    public static final String SPARK_APP_ID = "spark-app-selector";
    public static final String SPARK_APP_NAME = "spark-app-name";
    public static final String SPARK_ROLE = "spark-role";
    public static final String SPARK_VERSION = "spark-version";
    public static final String SPARK_EXECUTOR_ID = "spark-exec-id";
    public static final String DRIVER = "driver";
    public static final String EXECUTOR = "executor";

    private static final int LONGEST = 63;

    private Labels() {}

    /// Ours, the same on every object of an attempt.
    public static SortedMap<String, String> ours(Launch launch, String clusterId) {
        TreeMap<String, String> labels =
                new TreeMap<>(
                        Map.of(
                                APP_ID, launch.id().appId(),
                                ATTEMPT, Integer.toString(launch.id().attempt()),
                                CLUSTER_ID, value(clusterId),
                                MANAGED_BY, MANAGER));
        String jobId = launch.jobId();
        if (jobId != null) {
            labels.put(JOB_ID, value(jobId));
        }
        return labels;
    }

    /// The digest of the launch that an object was made for; empty where it was made for none.
    public static String launch(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(LAUNCH, "");
    }

    /// Any text as a label's value: letters, digits, `-`, `_` and `.`, at most 63, an alphanumeric
    /// at both ends.
    public static String value(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_.-]", "-");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST));
        return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }

    /// An application's name as Spark writes it in a label.
    static String appName(String name) {
        String plain =
                name.trim()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9\\-]", "-")
                        .replaceAll("-+", "-");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST));
        return cut.replaceAll("^-|-$", "");
    }
}
