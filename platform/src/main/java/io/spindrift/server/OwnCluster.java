package io.spindrift.server;

import io.spindrift.http.ClusterDesk;
import io.spindrift.http.DeclaredCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The cluster that a file registers at the start.
final class OwnCluster {
    private OwnCluster() {}

    /// @param file null: none
    /// @throws IllegalArgumentException naming the file and what is wrong with it
    static void put(@Nullable Path file, ClusterDesk desk) {
        if (file == null) {
            return;
        }
        try {
            DeclaredCluster.put(Files.readString(file), desk);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cluster's file " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("own-cluster " + file + ": " + e.getMessage(), e);
        }
    }
}
