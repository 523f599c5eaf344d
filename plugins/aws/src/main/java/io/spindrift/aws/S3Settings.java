package io.spindrift.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where S3 is and who asks. What is null is found as the AWS tools do: environment, profile, web
/// identity, the machine's role.
///
/// @param endpoint of something that speaks S3's protocol elsewhere
/// @param pathStyle whether the bucket is in the path and not in the host's name
record S3Settings(
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String sessionToken) {
    static final Set<String> KEYS =
            Set.of(
                    "endpoint",
                    "region",
                    "path-style",
                    "access-key-id",
                    "secret-access-key",
                    "session-token");

    S3Settings {
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw new IllegalArgumentException(
                    "access-key-id and secret-access-key are given together or not at all");
        }
    }

    static S3Settings of(Map<String, String> settings) {
        for (String key : settings.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "S3 has no setting " + key + "; there are " + new TreeSet<>(KEYS));
            }
        }
        String endpoint = settings.get("endpoint");
        return new S3Settings(
                endpoint == null ? null : uri(endpoint),
                settings.get("region"),
                flag(settings.getOrDefault("path-style", "false")),
                settings.get("access-key-id"),
                settings.get("secret-access-key"),
                settings.get("session-token"));
    }

    private static URI uri(String endpoint) {
        try {
            URI uri = new URI(endpoint.contains("://") ? endpoint : "https://" + endpoint);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("endpoint names no host: " + endpoint);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is no address: " + e.getReason(), e);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException("path-style is true or false, not " + text);
        };
    }

    /// Secrets stay out.
    @Override
    public String toString() {
        return "S3Settings[endpoint="
                + endpoint
                + ", region="
                + region
                + ", pathStyle="
                + pathStyle
                + ", credentials="
                + (accessKeyId == null ? "found" : "given")
                + "]";
    }
}
