package io.spindrift.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The SHA-256 that each plugin must have, as `sha256sum *.zip > SHA256SUMS` writes them.
final class Checksums {
    static final String FILE = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})[ \t]+[*]?(\\S+)");

    private final Map<String, String> byFile;

    private Checksums(Map<String, String> byFile) {
        this.byFile = byFile;
    }

    static Checksums read(Path folder) throws IOException {
        Map<String, String> found = new HashMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                Matcher sum = LINE.matcher(line.strip());
                if (sum.matches()) {
                    found.put(sum.group(2), sum.group(1).toLowerCase(Locale.ROOT));
                }
            }
        } catch (NoSuchFileException e) {
            return new Checksums(Map.of()); // then every plugin is refused, by name
        }
        return new Checksums(found);
    }

    /// @throws RefusedPluginException unless the bytes are the listed ones
    void check(String file, Path bytes) throws IOException {
        String wanted = byFile.get(file);
        if (wanted == null) {
            throw new RefusedPluginException("its SHA-256 is not listed in " + FILE);
        }
        String found = sha256(bytes);
        if (!found.equals(wanted)) {
            throw new RefusedPluginException(
                    "its SHA-256 is " + found + ", but " + FILE + " lists " + wanted);
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
