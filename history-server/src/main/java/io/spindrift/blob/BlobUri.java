package io.spindrift.blob;

import java.util.Optional;
import java.util.regex.Pattern;

/// How a submission names a stored file: `spindrift://file/<sha256>/<name>`.
///
/// The name is what the file is called where Spark sees it (`etl.py`); it is no part of the
/// identity.
public record BlobUri(BlobId id, String name) {
    public static final String PREFIX = "spindrift://file/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+ -]{0,199}");

    public BlobUri {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a file name has 1 to 200 letters, digits, spaces or . _ + - and does not begin"
                            + " with one of . + - or a space");
        }
    }

    /// Empty where the text is not of this kind at all.
    ///
    /// @throws IllegalArgumentException where it is, but wrong
    public static Optional<BlobUri> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = text.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no file name in " + PREFIX + "<sha256>/<name>");
        }
        String name = rest.substring(slash + 1).replace("%20", " ");
        return Optional.of(new BlobUri(new BlobId(rest.substring(0, slash)), name));
    }

    @Override
    public String toString() {
        return PREFIX + id + "/" + name.replace(" ", "%20");
    }
}
