package io.spindrift.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreContract;
import io.spindrift.cloud.RefusedException;
import io.spindrift.cloud.StoredObject;
import io.spindrift.cloud.UnavailableException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The contract, against an emulator of S3.
final class S3ObjectStoreIT extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static S3MockServer server;

    @BeforeAll
    static void startServer() {
        server = S3MockServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static String bucket() {
        String bucket = "bucket-" + BUCKETS.incrementAndGet();
        server.makeBucket(bucket);
        return bucket;
    }

    @Override
    protected ObjectStore open() {
        return server.open(new S3Provider(), "s3a://" + bucket() + "/spark/logs");
    }

    /// The emulator looks and then stores; S3 does both in one step.
    @Override
    protected int firstMost() {
        return 8;
    }

    @Test
    void storesOfOneBucket_areApart() {
        String bucket = bucket();
        try (ObjectStore one = server.open(new S3Provider(), "s3a://" + bucket + "/one");
                ObjectStore two = server.open(new S3Provider(), "s3://" + bucket + "/one-two/")) {
            one.put("a", ObjectBody.of(new byte[1]));
            two.put("b", ObjectBody.of(new byte[1]));

            assertThat(one.list("", "", 10).objects()).hasSize(1);
            assertThat(two.children("", "", 10).objects()).hasSize(1);
        }
    }

    @Test
    void foreignNames_arePassedOver() {
        String bucket = bucket();
        try (S3Client client = S3Clients.client(S3Settings.of(server.settings()));
                ObjectStore store = server.open(new S3Provider(), "s3a://" + bucket + "/logs")) {
            for (String key : new String[] {"logs/", "logs/a/", "logs/b//c", "logs/d"}) {
                client.putObject(
                        request -> request.bucket(bucket).key(key), RequestBody.fromString("x"));
            }
            ObjectPage first = store.list("", "", 1);
            assertThat(first.objects()).extracting(StoredObject::key).containsExactly("d");
            assertThat(store.children("", "", 10).folders()).containsExactly("a/", "b/");
        }
    }

    @Test
    void bucketThatIsNotThere_isRefused() {
        try (ObjectStore store = server.open(new S3Provider(), "s3a://nowhere/logs")) {
            assertThatThrownBy(() -> store.list("", "", 10)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> store.put("a", ObjectBody.of(new byte[1])))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void serverThatIsNotThere_isUnavailable() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put("endpoint", "http://127.0.0.1:1");
        try (ObjectStore store = new S3Provider().open(URI.create("s3a://bucket/logs"), settings)) {
            assertThatThrownBy(() -> store.stat("a")).isInstanceOf(UnavailableException.class);
        }
    }
}
