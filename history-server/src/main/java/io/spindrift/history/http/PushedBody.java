package io.spindrift.history.http;

import com.github.luben.zstd.ZstdInputStream;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// A body as the plugin sends it, decompressed: nothing is told of it before all of it is here and
/// whole. Its type tells how it is compressed, not `Content-Encoding`, which belongs to servers and
/// proxies.
final class PushedBody {
    static final int LINES_MAX_BYTES = 32 << 20;

    private PushedBody() {}

    /// @throws HttpException 413 for more than the bound, 415 for an unknown type
    /// @throws IllegalArgumentException when it was cut off or is not what it says
    static byte[] lines(ServerRequest request) {
        String type =
                request.headers()
                        .first(HeaderNames.CONTENT_TYPE)
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        byte[] lines;
        try (InputStream in = decompress(type, request.content().inputStream())) {
            lines = in.readNBytes(LINES_MAX_BYTES + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not whole: " + e.getMessage(), e);
        }
        if (lines.length > LINES_MAX_BYTES) {
            throw new HttpException(
                    "a body has at most " + LINES_MAX_BYTES + " bytes, decompressed",
                    Status.REQUEST_ENTITY_TOO_LARGE_413);
        }
        return lines;
    }

    private static InputStream decompress(String type, InputStream body) throws IOException {
        return switch (type.replaceAll("\\s*;.*", "")) {
            case "", "application/x-ndjson", "application/json" -> body;
            case "application/gzip" -> new GZIPInputStream(body);
            case "application/zstd" -> new ZstdInputStream(body);
            default ->
                    throw new HttpException(
                            "Content-Type is application/zstd, application/gzip, application/json"
                                    + " or application/x-ndjson, not "
                                    + type,
                            Status.UNSUPPORTED_MEDIA_TYPE_415);
        };
    }
}
