package io.spindrift.history.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// The console's files, from the class path. What is not a file but looks like a page is answered
/// with the console itself, which knows its own pages.
public final class ConsoleFiles {
    private static final String FOLDER = "console";
    private static final String PAGE = "/index.html";
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+");
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                    + " frame-ancestors 'none'; form-action 'self'";
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("md", "text/plain; charset=utf-8"));

    /// Only files that are there get in, so the class path bounds it.
    private final Map<String, Kept> files = new ConcurrentHashMap<>();

    private final boolean alone;

    private ConsoleFiles(boolean alone) {
        this.alone = alone;
    }

    /// The whole console.
    public static ConsoleFiles ofPlatform() {
        return new ConsoleFiles(false);
    }

    /// Only the pages that need history and nothing else: the page itself is marked, and its style
    /// and scripts leave out the rest.
    public static ConsoleFiles ofHistory() {
        return new ConsoleFiles(true);
    }

    /// Answers a GET or HEAD; tells whether there was anything to answer with.
    public boolean answer(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        Optional<Kept> found =
                file(path).or(() -> looksLikePage(path) ? file(PAGE) : Optional.empty());
        boolean headOnly = request.prologue().method().text().equals("HEAD");
        found.ifPresent(file -> send(request, response, file, headOnly));
        return found.isPresent();
    }

    private static void send(
            ServerRequest request, ServerResponse response, Kept file, boolean headOnly) {
        response.header("Content-Security-Policy", POLICY);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "same-origin");
        response.header(HeaderNames.ETAG, file.tag());
        response.header(HeaderNames.VARY, "Accept-Encoding");
        boolean versioned = request.query().contains("v");
        response.header(
                HeaderNames.CACHE_CONTROL,
                versioned ? "public, max-age=31536000, immutable" : "no-cache");
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .map(file.tag()::equals)
                .orElse(false)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, file.type());
        boolean small = file.gzip().length < file.plain().length;
        boolean gzip = small && acceptsGzip(request);
        if (gzip) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        byte[] body = gzip ? file.gzip() : file.plain();
        if (headOnly) {
            response.contentLength(body.length);
            response.send();
            return;
        }
        response.send(body);
    }

    private static boolean looksLikePage(String path) {
        return path.equals("/") || path.indexOf('.', path.lastIndexOf('/')) < 0;
    }

    private Optional<Kept> file(String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        Kept known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.get(extension);
        if (type == null) {
            return Optional.empty();
        }
        return read(path)
                .map(bytes -> alone && path.equals(PAGE) ? marked(bytes) : bytes)
                .map(bytes -> keep(path, type, bytes));
    }

    private static byte[] marked(byte[] page) {
        return new String(page, StandardCharsets.UTF_8)
                .replaceFirst("<html ", "<html data-alone ")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Kept keep(String path, String type, byte[] bytes) {
        boolean packed = type.startsWith("image/p") || type.startsWith("font/");
        byte[] gzip = packed ? bytes : gzip(bytes);
        Kept kept = new Kept(bytes, gzip, type, '"' + hash(bytes) + '"');
        files.put(path, kept);
        return kept;
    }

    private static Optional<byte[]> read(String path) {
        try (InputStream in =
                ConsoleFiles.class.getClassLoader().getResourceAsStream(FOLDER + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean acceptsGzip(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT_ENCODING)
                .map(value -> value.contains("gzip"))
                .orElse(false);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (OutputStream gzip = new SmallestGzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(byte[] plain, byte[] gzip, String type, String tag) {}
}
