package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an API server said, for people: without what lets somebody in.
final class ApiWords {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)(bearer\\s+|basic\\s+|token[\"'=: ]+|password[\"'=: ]+)[A-Za-z0-9+/_.=~-]{8,}");
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.?[A-Za-z0-9_-]*");
    private static final int MOST = 1000;
    private static final int MOST_CAUSES = 10;

    private ApiWords() {}

    static String of(KubernetesClientException e) {
        String said =
                e.getStatus() == null || e.getStatus().getMessage() == null
                        ? withCause(e)
                        : e.getStatus().getMessage();
        return masked(said);
    }

    static String masked(@Nullable String text) {
        String plain = Objects.requireNonNullElse(text, "no reason given").strip();
        String hidden = JWT.matcher(SECRET.matcher(plain).replaceAll("$1***")).replaceAll("***");
        return hidden.length() <= MOST ? hidden : hidden.substring(0, MOST) + " …";
    }

    /// The message alone says little more than that something was asked.
    private static String withCause(KubernetesClientException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "no answer");
        Throwable root = e.getCause();
        if (root == null) {
            return message;
        }
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return message + " (" + root + ")";
    }
}
