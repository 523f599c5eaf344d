package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.blob.Blob;
import io.spindrift.blob.BlobId;
import io.spindrift.blob.BlobMismatchException;
import io.spindrift.blob.BlobStore;
import io.spindrift.blob.BlobTooLargeException;
import io.spindrift.blob.BlobUri;
import io.spindrift.blob.Upload;
import io.spindrift.blob.UploadConflictException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Uploads: whole, or in pieces that a broken line does not lose.
final class FileRoutes {
    private static final String KIND = "file";
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,15})-(\\d{1,15})/(\\d{1,15})");

    private final BlobStore blobs;
    private final InstantSource clock;
    private final long limitBytes;

    FileRoutes(BlobStore blobs, InstantSource clock, long limitBytes) {
        this.blobs = blobs;
        this.clock = clock;
        this.limitBytes = limitBytes;
    }

    void addTo(RouteTable table) {
        table.put("/ocean/spark/file", this::upload).get("/ocean/spark/file", this::state);
    }

    private void upload(Call call) {
        Query query = call.query("name", "sha256");
        String name =
                query.text("name")
                        .orElseThrow(() ->
                                RefusedException.of(
                                        400, "MISSING_FIELD", "'name' is required", "name"));
        @Nullable BlobId id = query.text("sha256").map(FileRoutes::id).orElse(null);
        if (id != null) {
            uri(id, name);
        } else {
            uri(new BlobId("0".repeat(64)), name);
        }
        if (call.request().headers().contentLength().orElse(0) > limitBytes) {
            throw Call.tooLarge(limitBytes);
        }
        Optional<String> range = call.header("Content-Range");
        try {
            if (range.isPresent()) {
                append(call, name, id, range.get());
            } else {
                whole(call, name, id);
            }
        } catch (BlobTooLargeException e) {
            throw Call.tooLarge(limitBytes);
        } catch (BlobMismatchException e) {
            throw RefusedException.invalid("sha256", e.getMessage() + ", not the one given");
        } catch (UploadConflictException e) {
            throw RefusedException.of(409, "CONFLICT", String.valueOf(e.getMessage()));
        }
    }

    private void whole(Call call, String name, @Nullable BlobId id) {
        if (id != null && blobs.touch(id, clock.instant()).isPresent()) {
            call.answer(Answer.one(KIND, json(blobs.state(id), name, null)));
            return;
        }
        Blob blob = blobs.put(body(call), id, clock.instant());
        call.answer(Answer.created(KIND, json(blobs.state(blob.id()), name, null)));
    }

    private void append(Call call, String name, @Nullable BlobId id, String range) {
        if (id == null) {
            throw RefusedException.of(
                    400, "MISSING_FIELD", "'sha256' is required for a piece", "sha256");
        }
        Matcher piece = RANGE.matcher(range);
        if (!piece.matches()) {
            throw RefusedException.invalid(
                    "Content-Range", "'Content-Range' must be such as bytes 0-8388607/20971520");
        }
        long first = Long.parseLong(piece.group(1));
        long last = Long.parseLong(piece.group(2));
        long total = Long.parseLong(piece.group(3));
        long length = call.request().headers().contentLength().orElse(-1);
        if (last < first || last >= total || (length >= 0 && length != last - first + 1)) {
            throw RefusedException.invalid(
                    "Content-Range", "'Content-Range' does not fit the length of the body");
        }
        boolean known = blobs.touch(id, clock.instant()).isPresent();
        Upload upload = blobs.append(id, first, total, body(call), clock.instant());
        int status = known ? 200 : upload.complete() ? 201 : 202;
        call.answer(Answer.one(KIND, json(upload, name, total)).withStatus(status));
    }

    private static InputStream body(Call call) {
        return call.request().content().hasEntity()
                ? call.request().content().inputStream()
                : InputStream.nullInputStream();
    }

    private void state(Call call) {
        Query query = call.query("name", "sha256");
        BlobId id =
                id(
                        query.text("sha256")
                                .orElseThrow(() ->
                                        RefusedException.of(
                                                400,
                                                "MISSING_FIELD",
                                                "'sha256' is required",
                                                "sha256")));
        blobs.touch(id, clock.instant());
        Upload upload = blobs.state(id);
        if (!upload.complete() && upload.receivedBytes() == 0) {
            throw RefusedException.notFound("nothing of this file is here");
        }
        call.answer(Answer.one(KIND, json(upload, query.text("name").orElse(null), null)));
    }

    private static BlobId id(String sha256) {
        try {
            return new BlobId(sha256);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("sha256", String.valueOf(e.getMessage()));
        }
    }

    private static String uri(BlobId id, String name) {
        try {
            return new BlobUri(id, name).toString();
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("name", String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode json(Upload upload, @Nullable String name, @Nullable Long total) {
        Long size = upload.complete() ? Long.valueOf(upload.receivedBytes()) : total;
        boolean named = upload.complete() && name != null;
        return Json.object()
                .put("name", name)
                .put("sha256", upload.id().sha256())
                .put("sizeBytes", size)
                .put("receivedBytes", upload.receivedBytes())
                .put("complete", upload.complete())
                .put("uri", named && name != null ? uri(upload.id(), name) : null);
    }
}
