package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.access.Access;
import io.spindrift.access.Identity;
import io.spindrift.access.LoginGuard;
import io.spindrift.access.RunTokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets through who has a token or a session, and writes of browsers only from our own pages. The
/// tokens of runs open what the [RunGate] says.
final class Gate {
    static final String COOKIE = "spindrift-session";
    private static final List<String> SCHEMES = List.of("bearer ", "token ");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Access access;
    private final LoginGuard guard;
    private final RunGate runs;

    Gate(Access access, LoginGuard guard, RunGate runs) {
        this.access = access;
        this.guard = guard;
        this.runs = runs;
    }

    /// A handler that stands before all that is not open.
    void demand(ServerRequest request, ServerResponse response) {
        Identity who = bearer(request).orElseGet(() -> session(request));
        request.context().register(who);
        response.next();
    }

    private Optional<Identity> bearer(ServerRequest request) {
        Optional<String> header = request.headers().first(HeaderNames.AUTHORIZATION);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        String value = header.get();
        for (String scheme : SCHEMES) {
            if (value.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return Optional.of(byToken(request, value.substring(scheme.length()).trim()));
            }
        }
        throw unauthenticated("the Authorization header must be 'Bearer <token>'");
    }

    private Identity byToken(ServerRequest request, String token) {
        if (RunTokens.looksLikeOne(token)) {
            // Not counted: drivers share their nodes' addresses, and none of these can be guessed.
            return runs.byToken(token, request.path().rawPath())
                    .orElseThrow(() ->
                            unauthenticated("the token is that of a run, and good for it alone"));
        }
        String address = address(request);
        Optional<Identity> who = access.byToken(token);
        if (who.isEmpty()) {
            if (!guard.mayTry(address)) {
                throw tooMany();
            }
            guard.failed(address);
            throw unauthenticated("the token is not known, or was revoked");
        }
        return who.get();
    }

    private Identity session(ServerRequest request) {
        Identity who =
                cookie(request)
                        .flatMap(access::bySession)
                        .orElseThrow(() ->
                                unauthenticated("log in, or send 'Authorization: Bearer <token>'"));
        if (!READS.contains(request.prologue().method().text())) {
            demandOwnOrigin(request);
        }
        return who;
    }

    static Optional<String> cookie(ServerRequest request) {
        return request.headers().cookies().first(COOKIE).asOptional();
    }

    /// A page of another site can make a browser write with its cookie, but not lie about where it
    /// is from.
    static void demandOwnOrigin(ServerRequest request) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        String scheme = request.isSecure() ? "https://" : "http://";
        String own = scheme + request.headers().first(HeaderNames.HOST).orElse("");
        if (!origin.equals(own)) {
            throw RefusedException.forbidden(
                    "a write with a cookie needs the header Origin: " + own);
        }
    }

    static RefusedException unauthenticated(String message) {
        return RefusedException.of(401, "UNAUTHENTICATED", message);
    }

    static RefusedException tooMany() {
        return RefusedException.of(
                429, "TOO_MANY_REQUESTS", "too many wrong tokens; try again in a minute");
    }

    static String address(ServerRequest request) {
        return request.remotePeer().host();
    }
}
