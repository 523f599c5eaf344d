package io.spindrift.runtime.kube;

import io.spindrift.blob.BlobId;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the platform gives a runtime of its own.
///
/// @param folder for what is seen and for logs; its own
/// @param tokens the one with which the driver of a launch tells of itself: always the same
/// @param uploaded whether a file was uploaded and is there
/// @param imageWait how long an image that cannot be pulled is tried
public record KubeHost(
        Path folder,
        Function<LaunchId, String> tokens,
        Predicate<BlobId> uploaded,
        Duration imageWait,
        InstantSource clock) {
    public KubeHost {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(uploaded, "uploaded");
        Objects.requireNonNull(imageWait, "imageWait");
        Objects.requireNonNull(clock, "clock");
    }
}
