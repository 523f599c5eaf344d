package io.spindrift.runtime;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A driver that somebody else started in the cluster, as far as its pod tells.
///
/// @param sparkAppId Spark's id of it
/// @param name of the application; the pod's where none is told
/// @param sparkVersion empty where it is not told
/// @param startedBy what started it: `spark-submit`, `spark-operator`, `notebook`
/// @param jobId what it is a run of, where its operator tells; null else
/// @param startedAt when its process began; null before that
/// @param exit null while it may run
public record OtherDriver(
        String sparkAppId,
        String namespace,
        String pod,
        String name,
        String sparkVersion,
        String startedBy,
        @Nullable String jobId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Exit exit) {
    public OtherDriver {
        Objects.requireNonNull(sparkAppId, "sparkAppId");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(pod, "pod");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sparkVersion, "sparkVersion");
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /// It was seen last without an end, and is not there any more.
    public OtherDriver gone(Instant now) {
        return exit != null
                ? this
                : new OtherDriver(
                        sparkAppId,
                        namespace,
                        pod,
                        name,
                        sparkVersion,
                        startedBy,
                        jobId,
                        createdAt,
                        startedAt,
                        new Exit(now, null, ExitReason.UNKNOWN, "its pod is gone"));
    }
}
