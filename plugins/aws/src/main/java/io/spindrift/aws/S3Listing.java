package io.spindrift.aws;

import io.spindrift.cloud.ObjectKey;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// One page of names. Names that are no keys of ours, such as the empty objects that stand for
/// folders, are passed over.
final class S3Listing {
    /// Behind everything that can be in a folder.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private static final Comparator<String> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));

    /// Pages of nothing but foreign names before the search is left to the next call.
    private static final int EMPTY_MAX = 20;

    private final S3Client client;
    private final String bucket;
    private final String root;

    S3Listing(S3Client client, String bucket, String root) {
        this.client = client;
        this.bucket = bucket;
        this.root = root;
    }

    ObjectPage page(String prefix, String after, int limit, boolean oneLevel) {
        boolean folder = oneLevel && after.endsWith("/");
        String from = after.isEmpty() ? "" : root + after + (folder ? LAST : "");
        for (int empty = 0; ; empty++) {
            ListObjectsV2Response answer = ask(prefix, from, limit, oneLevel);
            boolean more = Boolean.TRUE.equals(answer.isTruncated());
            NavigableMap<String, Optional<StoredObject>> found = found(answer, after);
            if (!found.isEmpty() || !more || empty == EMPTY_MAX) {
                return page(found, limit, more ? last(answer).substring(root.length()) : "");
            }
            from = last(answer);
        }
    }

    /// Some that speak S3's protocol give more than they were asked for.
    private ObjectPage page(
            NavigableMap<String, Optional<StoredObject>> found, int limit, String behindAll) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        int taken = 0;
        for (var each : found.entrySet()) {
            each.getValue().ifPresentOrElse(objects::add, () -> folders.add(each.getKey()));
            if (++taken == limit && taken < found.size()) {
                return new ObjectPage(objects, folders, each.getKey());
            }
        }
        String next = behindAll.isEmpty() || found.isEmpty() ? behindAll : found.lastKey();
        return new ObjectPage(objects, folders, next.replace(LAST, ""));
    }

    private ListObjectsV2Response ask(
            String prefix, String startAfter, int limit, boolean oneLevel) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(root + prefix).maxKeys(limit);
        if (!startAfter.isEmpty()) {
            request.startAfter(startAfter);
        }
        if (oneLevel) {
            request.delimiter("/");
        }
        return client.listObjectsV2(request.build());
    }

    /// By name, in the order of bytes: objects, and folders as nothing.
    private NavigableMap<String, Optional<StoredObject>> found(
            ListObjectsV2Response answer, String after) {
        NavigableMap<String, Optional<StoredObject>> found = new TreeMap<>(BY_BYTES);
        for (S3Object each : answer.contents()) {
            String key = each.key().substring(root.length());
            if (isKey(key)) {
                found.put(
                        key, Optional.of(new StoredObject(key, each.size(), each.lastModified())));
            }
        }
        for (CommonPrefix each : answer.commonPrefixes()) {
            String folder = each.prefix().substring(root.length());
            if (folder.length() > 1 && isKey(folder.substring(0, folder.length() - 1))) {
                found.put(folder, Optional.empty());
            }
        }
        found.headMap(after, true).clear();
        return found;
    }

    /// The full name to go on behind.
    private String last(ListObjectsV2Response answer) {
        String last = "";
        for (S3Object each : answer.contents()) {
            last = later(last, each.key());
        }
        for (CommonPrefix each : answer.commonPrefixes()) {
            last = later(last, each.prefix() + LAST);
        }
        return last;
    }

    private static String later(String one, String other) {
        return BY_BYTES.compare(one, other) >= 0 ? one : other;
    }

    private static boolean isKey(String key) {
        try {
            ObjectKey.checked(key);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
