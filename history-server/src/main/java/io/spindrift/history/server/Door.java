package io.spindrift.history.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may ask: everyone on this machine, or who shows the token, as a bearer or by the cookie that
/// signing in gave. A token of 16 characters is not found by trying.
final class Door {
    private static final String COOKIE = "spindrift-history";
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

    private final @Nullable String token;
    private final boolean anyHost;

    /// @param anyHost whether an open server answers under any name
    Door(@Nullable String token, boolean anyHost) {
        this.token = token;
        this.anyHost = anyHost;
    }

    boolean open() {
        return token == null;
    }

    /// A handler that stands before all that tells of applications.
    void demand(ServerRequest request, ServerResponse response) {
        String expected = token;
        if (expected == null) {
            demandOwnName(request);
        } else if (!shown(request, expected)) {
            throw new Refusal(401, "UNAUTHENTICATED", "sign in, or send the token as a bearer");
        }
        response.next();
    }

    /// A page of another site can lend this machine a name of its own; by that it is known.
    private void demandOwnName(ServerRequest request) {
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        if (!anyHost && !THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            throw new Refusal(
                    403,
                    "FORBIDDEN",
                    "without a token this server answers only as localhost, not as " + host);
        }
    }

    private boolean shown(ServerRequest request, String expected) {
        String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (header.regionMatches(true, 0, "bearer ", 0, 7)) {
            return same(header.substring(7).trim(), expected);
        }
        return request.headers()
                .cookies()
                .first(COOKIE)
                .asOptional()
                .filter(cookie -> same(cookie, session(expected)))
                .isPresent();
    }

    /// The header that lets a browser in; absent for a wrong token.
    @Nullable String signIn(String shown) {
        String expected = token;
        return expected == null || same(shown, expected) ? cookie(expected, 604_800) : null;
    }

    String signOut() {
        return cookie(null, 0);
    }

    private static String cookie(@Nullable String token, int seconds) {
        return COOKIE
                + "="
                + (token == null ? "" : session(token))
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Strict";
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// Tells nothing of the token, and ends with it.
    private static String session(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = ("session of " + token).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
