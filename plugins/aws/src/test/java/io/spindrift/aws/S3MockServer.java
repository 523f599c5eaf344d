package io.spindrift.aws;

import com.adobe.testing.s3mock.S3MockApplication;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// An emulator of S3, on a free port of this machine.
final class S3MockServer implements AutoCloseable {
    private final S3MockApplication application;

    private S3MockServer(S3MockApplication application) {
        this.application = application;
    }

    static S3MockServer start() {
        return new S3MockServer(
                S3MockApplication.start(
                        new HashMap<>(
                                Map.of(
                                        S3MockApplication.PROP_HTTP_PORT,
                                        S3MockApplication.RANDOM_PORT,
                                        S3MockApplication.PROP_HTTPS_PORT,
                                        S3MockApplication.RANDOM_PORT,
                                        "server.address",
                                        "127.0.0.1",
                                        S3MockApplication.PROP_SILENT,
                                        true))));
    }

    @SuppressWarnings("deprecation") // the port that it chose is told in no other way
    Map<String, String> settings() {
        return Map.of(
                "endpoint", "http://127.0.0.1:" + application.getHttpPort(),
                "path-style", "true",
                "access-key-id", "test",
                "secret-access-key", "test");
    }

    void makeBucket(String name) {
        try (S3Client client = S3Clients.client(S3Settings.of(settings()))) {
            client.createBucket(request -> request.bucket(name));
        }
    }

    ObjectStore open(ObjectStoreProvider provider, String address) {
        return provider.open(URI.create(address), settings());
    }

    @Override
    public void close() {
        application.stop();
    }
}
