package io.spindrift.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a container's configuration says to Kubernetes alone.
///
/// @param coreLimitMilliCores null for none
/// @param spot whether it may run on spot capacity; null where that means nothing
/// @param rest the checked fields that are handed on as they are: `instanceType`,
///   `instanceAllowList`, `envSecretKeyRefs`, `secrets`, `volumeMounts`, `labels`, `annotations`,
///   `nodeSelector`, `tolerations`, `affinity`, `gpu`, `sidecars`, `initContainers`, `nodeGroups`,
///   `strategy`
public record PodSettings(
        @Nullable Integer coreLimitMilliCores, @Nullable Boolean spot, ObjectNode rest) {
    public PodSettings {
        Objects.requireNonNull(rest, "rest");
    }
}
