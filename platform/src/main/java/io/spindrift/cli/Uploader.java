package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Brings files of this machine to the platform, once by content, in pieces: a break costs one
/// piece, also when the next try is another run of this command.
final class Uploader {
    static final int PIECE_BYTES = 8 * 1024 * 1024;
    private static final int TRIES = 5;
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String PATH = "/ocean/spark/file";

    private final Platform platform;
    private final Consumer<String> progress;
    private final Map<String, String> done = new HashMap<>();

    /// @param progress is told what happens, a line at a time
    Uploader(Platform platform, Consumer<String> progress) {
        this.platform = platform;
        this.progress = progress;
    }

    /// The address under which the platform reads it: of files of this machine that of the upload,
    /// with their `#name` kept; addresses stay as they are.
    String place(String named) {
        if (SCHEME.matcher(named).matches() && !named.startsWith("file:")) {
            return named;
        }
        int hash = named.indexOf('#');
        String path = hash < 0 ? named : named.substring(0, hash);
        String alias = hash < 0 ? "" : named.substring(hash);
        return done.computeIfAbsent(path, this::upload) + alias;
    }

    private String upload(String named) {
        Path file =
                named.startsWith("file:") ? Path.of(URI.create(named).getPath()) : Path.of(named);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new WrongWordsException("no file that can be read: " + file);
        }
        try {
            String sha256 = sha256(file);
            long size = Files.size(file);
            String name = String.valueOf(file.getFileName());
            Map<String, String> query = Map.of("name", name, "sha256", sha256);
            JsonNode state = state(query);
            if (!state.path("complete").asBoolean()) {
                state = send(file, size, query, state.path("receivedBytes").asLong());
            }
            return uri(state, name);
        } catch (IOException e) {
            throw new WrongWordsException("cannot read " + file, e);
        }
    }

    /// The platform has not heard of a file before its first piece.
    private JsonNode state(Map<String, String> query) {
        try {
            return platform.get(PATH, query).item();
        } catch (RefusedException e) {
            if (e.status() == 404) {
                return Platform.JSON.createObjectNode();
            }
            throw e;
        }
    }

    private JsonNode send(Path file, long size, Map<String, String> query, long received)
            throws IOException {
        long at = received;
        int failures = 0;
        JsonNode state = Platform.JSON.createObjectNode();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            do {
                byte[] piece = new byte[(int) Math.min(PIECE_BYTES, size - at)];
                bytes.seek(at);
                bytes.readFully(piece);
                try {
                    state = put(query, piece, at, size);
                    at += piece.length;
                    failures = 0;
                    tell(file, at, size);
                } catch (UnreachableException e) {
                    if (++failures == TRIES) {
                        throw e;
                    }
                    at = state(query).path("receivedBytes").asLong();
                }
            } while (at < size);
        }
        return state;
    }

    private JsonNode put(Map<String, String> query, byte[] piece, long at, long size) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        if (size > PIECE_BYTES) {
            headers.put("Content-Range", range(at, piece.length, size));
        }
        return platform.put(PATH, query, headers, piece).item();
    }

    static String range(long at, long length, long size) {
        return "bytes " + at + "-" + (at + length - 1) + "/" + size;
    }

    private void tell(Path file, long sent, long size) {
        progress.accept(
                size == 0 || sent == size
                        ? "uploaded " + file.getFileName() + ", " + Figures.bytes(size)
                        : String.format(
                                Locale.ROOT,
                                "uploading %s, %d %% of %s",
                                file.getFileName(),
                                sent * 100 / size,
                                Figures.bytes(size)));
    }

    private static String uri(JsonNode state, String name) {
        String uri = state.path("uri").asText("");
        if (uri.isEmpty()) {
            throw new RefusedException("the platform did not take " + name + ": " + state);
        }
        return uri;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
