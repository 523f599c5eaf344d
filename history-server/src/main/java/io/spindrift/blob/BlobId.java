package io.spindrift.blob;

import java.util.regex.Pattern;

/// The SHA-256 of a blob's bytes, in lower-case hexadecimal: it can be nothing else, so that it is
/// a safe file name, too.
public record BlobId(String sha256) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public BlobId {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "a SHA-256 has 64 digits 0-9 a-f, not " + shortened(sha256));
        }
    }

    @Override
    public String toString() {
        return sha256;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
