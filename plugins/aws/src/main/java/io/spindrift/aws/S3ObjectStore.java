package io.spindrift.aws;

import io.spindrift.cloud.CloudException;
import io.spindrift.cloud.MissingException;
import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectKey;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.StoredObject;
import io.spindrift.cloud.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// A bucket, or what in it begins with a path. The client is made at the first call: to find its
/// region may take a look around.
final class S3ObjectStore implements ObjectStore {
    private static final Duration PUT = Duration.ofMinutes(30);
    private static final int CONFLICT_TRIES = 5;

    private final String bucket;
    private final String root;
    private final Supplier<S3Client> maker;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable S3Client client;

    /// @param root empty, or ends with `/`
    S3ObjectStore(String bucket, String root, Supplier<S3Client> maker) {
        this.bucket = bucket;
        this.root = root;
        this.maker = maker;
    }

    private S3Client client() {
        making.lock();
        try {
            S3Client made = client;
            if (made == null) {
                made = maker.get();
                client = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return page(prefix, after, limit, false);
    }

    @Override
    public ObjectPage children(String folder, String after, int limit) {
        return page(ObjectKey.checkedFolder(folder), after, limit, true);
    }

    private ObjectPage page(String prefix, String after, int limit, boolean oneLevel) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " names");
        }
        try {
            return new S3Listing(client(), bucket, root).page(prefix, after, limit, oneLevel);
        } catch (SdkException e) {
            throw S3Failures.of("list " + this + prefix, e);
        }
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        HeadObjectRequest request =
                HeadObjectRequest.builder().bucket(bucket).key(full(key)).build();
        try {
            HeadObjectResponse head = client().headObject(request);
            return Optional.of(new StoredObject(key, head.contentLength(), head.lastModified()));
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure("look at", key, e);
        }
    }

    @Override
    public InputStream read(String key, long offset, long lengthMax) {
        if (offset < 0 || lengthMax < 0) {
            throw new IllegalArgumentException("offset and length are not negative");
        }
        if (lengthMax == 0) {
            return nothing(key);
        }
        boolean toEnd = lengthMax > Long.MAX_VALUE - offset;
        String range = "bytes=" + offset + "-" + (toEnd ? "" : offset + lengthMax - 1);
        GetObjectRequest request =
                GetObjectRequest.builder().bucket(bucket).key(full(key)).range(range).build();
        try {
            return new S3Input(client().getObject(request));
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.RANGE) {
                return InputStream.nullInputStream();
            }
            throw failure("read", key, e);
        }
    }

    private InputStream nothing(String key) {
        if (stat(key).isEmpty()) {
            throw new MissingException("there is no object " + this + key);
        }
        return InputStream.nullInputStream();
    }

    @Override
    public void put(String key, ObjectBody body) {
        S3Body bytes = new S3Body(body);
        try {
            send(request(key).build(), bytes, body);
        } catch (SdkException e) {
            throw failure("store", key, e);
        }
    }

    @Override
    public boolean putIfAbsent(String key, ObjectBody body) {
        PutObjectRequest request = request(key).ifNoneMatch("*").build();
        for (int tries = 0; tries < CONFLICT_TRIES; tries++) {
            try {
                send(request, new S3Body(body), body);
                return true;
            } catch (SdkException e) {
                int status = S3Failures.status(e);
                if (status == S3Failures.PRECONDITION) {
                    return false;
                }
                // Someone else is storing it right now: who won shows in a moment.
                if (status != S3Failures.CONFLICT) {
                    throw failure("store", key, e);
                }
            }
        }
        throw new UnavailableException("others are storing " + this + key + " at once");
    }

    private PutObjectRequest.Builder request(String key) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(full(key))
                .overrideConfiguration(each -> each.apiCallTimeout(PUT));
    }

    private void send(PutObjectRequest request, S3Body bytes, ObjectBody body) {
        try {
            client().putObject(
                            request,
                            RequestBody.fromContentProvider(
                                    bytes, body.sizeBytes(), "application/octet-stream"));
        } catch (SdkException | UncheckedIOException e) {
            IOException broken = bytes.broken();
            if (broken != null) {
                throw new UncheckedIOException("what should be stored cannot be read", broken);
            }
            throw e;
        }
    }

    @Override
    public void delete(String key) {
        try {
            client().deleteObject(
                            DeleteObjectRequest.builder().bucket(bucket).key(full(key)).build());
        } catch (SdkException e) {
            if (S3Failures.status(e) != S3Failures.NOT_FOUND) {
                throw failure("delete", key, e);
            }
        }
    }

    @Override
    public void close() {
        making.lock();
        try {
            if (client != null) {
                client.close();
            }
        } finally {
            making.unlock();
        }
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + root;
    }

    private String full(String key) {
        return root + ObjectKey.checked(key);
    }

    private CloudException failure(String what, String key, SdkException e) {
        return S3Failures.of(what + " " + this + key, e);
    }
}
