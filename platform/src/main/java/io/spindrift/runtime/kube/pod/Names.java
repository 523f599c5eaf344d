package io.spindrift.runtime.kube.pod;

import io.spindrift.runtime.LaunchId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What the objects of an attempt are called: always the same, so that an object made before a
/// crash is found again after it, and never longer than 63 characters. No two attempts of a cluster
/// share a name.
public final class Names {
    /// Spark adds `-exec-` and up to ten digits to what executors' names begin with.
    private static final int LONGEST_EXECUTOR_PREFIX = 47;

    private static final int HASH_DIGITS = 8;

    /// The role that drivers are given, in each namespace.
    public static final String DRIVER_ROLE = "spindrift-driver";

    private Names() {}

    /// `<appId>-<attempt>`: what Spark knows the attempt by, as `spark.app.id`.
    public static String attempt(LaunchId id) {
        return id.appId() + "-" + id.attempt();
    }

    public static String driverPod(LaunchId id) {
        return attempt(id) + "-driver";
    }

    public static String configMap(LaunchId id) {
        return attempt(id) + "-conf";
    }

    /// A service's name begins with a letter, which an application's id need not.
    static String service(LaunchId id) {
        String attempt = attempt(id);
        return Character.isDigit(attempt.charAt(0)) ? "svc-" + attempt : attempt + "-svc";
    }

    /// Where the driver finds the token with which it tells the platform of its run.
    static String tokenSecret(LaunchId id) {
        return attempt(id) + "-token";
    }

    /// A volume claim that is made for the driver.
    ///
    /// @param index from 0, in the order of the volumes' names
    static String driverClaim(LaunchId id, int index) {
        return attempt(id) + "-driver-pvc-" + index;
    }

    /// What the names of executors' pods begin with.
    public static String executorPrefix(LaunchId id) {
        String attempt = attempt(id);
        if (attempt.length() <= LONGEST_EXECUTOR_PREFIX) {
            return attempt;
        }
        String hash =
                UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, HASH_DIGITS);
        return attempt.substring(0, LONGEST_EXECUTOR_PREFIX - HASH_DIGITS - 1) + "-" + hash;
    }
}
