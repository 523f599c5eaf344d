package io.spindrift.http;

import io.spindrift.access.Identity;
import io.spindrift.access.RunTokens;
import io.spindrift.app.AppKey;
import io.spindrift.app.ApplicationStore;
import io.spindrift.blob.Blob;
import io.spindrift.blob.BlobId;
import io.spindrift.blob.BlobStore;
import io.spindrift.blob.BlobUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The uploaded files of a run, for its driver: with the run's own token, those that its
/// configuration names.
final class RunFileRoutes {
    private static final String PATH = "/agent/v1/runs/{appId}/{attempt}/files/{sha256}";

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final BlobStore blobs;
    private final ApplicationStore apps;
    private final Set<String> operated;

    /// @param operated the clusters that we run applications on, a view
    RunFileRoutes(BlobStore blobs, ApplicationStore apps, Set<String> operated) {
        this.blobs = blobs;
        this.apps = apps;
        this.operated = operated;
    }

    void addTo(RouteTable table) {
        table.get(PATH, this::send);
    }

    private void send(Call call) throws IOException {
        Identity who = call.who();
        if (!who.tokenId().equals(RunTokens.ID)) {
            throw RefusedException.forbidden("files of a run are for its driver alone");
        }
        String sha256 = call.id("sha256", SHA_256);
        Blob blob =
                named(call.appId())
                        .map(BlobUri::id)
                        .filter(id -> id.sha256().equals(sha256))
                        .findFirst()
                        .flatMap(blobs::find)
                        .orElseThrow(
                                () -> RefusedException.notFound("the run names no file " + sha256));
        send(call, blob.id(), blob.sizeBytes());
    }

    private void send(Call call, BlobId id, long sizeBytes) throws IOException {
        try (InputStream bytes =
                blobs.read(id)
                        .orElseThrow(() -> RefusedException.notFound("the file was removed"))) {
            call.response().header("Content-Type", "application/octet-stream");
            call.response().header("Content-Length", Long.toString(sizeBytes));
            try (OutputStream out = call.response().outputStream()) {
                bytes.transferTo(out);
            }
        }
    }

    private Stream<BlobUri> named(String appId) {
        return operated.stream()
                .flatMap(cluster -> apps.get(new AppKey(cluster, appId)).stream())
                .flatMap(app -> app.spec().files().stream())
                .flatMap(file -> uri(file).stream());
    }

    /// What cannot have been uploaded was refused before.
    private static Optional<BlobUri> uri(String file) {
        return BlobUri.parse(file.replaceFirst("#.*", ""));
    }
}
