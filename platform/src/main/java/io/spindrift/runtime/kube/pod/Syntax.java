package io.spindrift.runtime.kube.pod;

import java.util.Set;
import java.util.regex.Pattern;

/// What Kubernetes takes as a name, a label or a variable.
public final class Syntax {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final int LONGEST_NAME = 253;
    private static final Set<String> SPARKS_LABELS =
            Set.of(
                    Labels.SPARK_APP_ID,
                    Labels.SPARK_APP_NAME,
                    Labels.SPARK_ROLE,
                    Labels.SPARK_VERSION,
                    Labels.SPARK_EXECUTOR_ID);
    private static final Set<String> VARIABLES =
            Set.of(
                    "SPARK_USER",
                    "SPARK_APPLICATION_ID",
                    "SPARK_DRIVER_BIND_ADDRESS",
                    "SPARK_DRIVER_URL",
                    "SPARK_CONF_DIR",
                    "SPARK_LOCAL_DIRS",
                    "SPARK_HOME",
                    "SPARK_EXECUTOR_ID",
                    "SPARK_EXECUTOR_CORES",
                    "SPARK_EXECUTOR_MEMORY",
                    "SPARK_RESOURCE_PROFILE_ID");

    private Syntax() {}

    /// As of a namespace or a volume.
    public static boolean label(String name) {
        return DNS_LABEL.matcher(name).matches();
    }

    /// As of a secret or a service account: such names, joined by dots.
    static boolean name(String name) {
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        for (String part : name.split("\\.", -1)) {
            if (!label(part)) {
                return false;
            }
        }
        return true;
    }

    /// As of a label or annotation: `team`, `example.org/team`.
    static boolean key(String key) {
        int slash = key.indexOf('/');
        return QUALIFIED.matcher(key.substring(slash + 1)).matches()
                && (slash < 0 || name(key.substring(0, slash)));
    }

    static boolean labelValue(String value) {
        return value.isEmpty() || QUALIFIED.matcher(value).matches();
    }

    static boolean variable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /// A variable that Spark or the platform sets.
    static boolean takenVariable(String name) {
        return VARIABLES.contains(name) || name.startsWith("SPINDRIFT_");
    }

    /// A label or annotation that Spark or the platform sets.
    static boolean takenKey(String key) {
        return SPARKS_LABELS.contains(key)
                || key.startsWith(Labels.PREFIX)
                || key.equals(Labels.MANAGED_BY);
    }
}
