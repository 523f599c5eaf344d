package io.spindrift.server;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file system that a driver was told to use and whose classes its image lacks: the names of
/// classes say little to those who wrote the program.
final class MissingConnector {
    private static final Pattern CLASS =
            Pattern.compile(
                    "Class (org\\.apache\\.hadoop\\.fs\\.[\\w.]+|com\\.google\\.cloud\\.hadoop\\.fs\\.[\\w.]+) not found");
    private static final Pattern SCHEME =
            Pattern.compile("No FileSystem for scheme:? \"?([a-z][a-z0-9+.-]*)\"?");

    private static final Map<String, String> OF_PACKAGE =
            Map.of("s3a", "s3a://", "azurebfs", "abfs://", "gcs", "gs://");

    private MissingConnector() {}

    /// What to do, in a sentence; empty where a text tells of none.
    static Optional<String> in(String text) {
        Matcher missing = CLASS.matcher(text);
        if (missing.find()) {
            return Optional.of(sentence(scheme(missing.group(1))));
        }
        Matcher scheme = SCHEME.matcher(text);
        return scheme.find() ? Optional.of(sentence(scheme.group(1) + "://")) : Optional.empty();
    }

    private static String scheme(String className) {
        for (String part : className.split("\\.")) {
            String scheme = OF_PACKAGE.get(part);
            if (scheme != null) {
                return scheme;
            }
        }
        return "this file system";
    }

    private static String sentence(String scheme) {
        return "the image has no connector for "
                + scheme
                + ", which the program, or the cluster's place of event logs, asks for: run an image"
                + " of the variant 'full', or add the connector";
    }
}
