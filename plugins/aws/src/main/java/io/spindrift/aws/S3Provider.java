package io.spindrift.aws;

import io.spindrift.cloud.ObjectKey;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/// Opens S3, and what speaks its protocol: `s3a://bucket/path`, as Spark writes it, or `s3:`.
@Extension
public final class S3Provider implements ObjectStoreProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("s3", "s3a", "s3n");
    }

    @Override
    public ObjectStore open(URI root, Map<String, String> settings) {
        String bucket = root.getAuthority();
        if (bucket == null || bucket.isEmpty() || bucket.contains("@")) {
            throw new IllegalArgumentException("no bucket in " + root.getScheme() + "://...");
        }
        S3Settings read = S3Settings.of(settings);
        return new S3ObjectStore(bucket, prefix(root), () -> S3Clients.client(read));
    }

    private static String prefix(URI root) {
        String path = root.getPath() == null ? "" : root.getPath();
        String bare = path.replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? "" : ObjectKey.checked(bare) + "/";
    }
}
