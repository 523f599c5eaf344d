package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.spindrift.access.Access;
import io.spindrift.access.LoginGuard;
import java.time.Duration;
import java.util.Locale;

/// Browsers' sessions.
final class LoginRoutes {
    private static final int LONGEST = 200;

    private final Access access;
    private final LoginGuard guard;
    private final Duration sessionLength;

    LoginRoutes(Access access, LoginGuard guard, Duration sessionLength) {
        this.access = access;
        this.guard = guard;
        this.sessionLength = sessionLength;
    }

    void addTo(RouteTable table) {
        table.post("/login", this::login).post("/logout", this::logout);
    }

    private void login(Call call) {
        call.query();
        String address = Gate.address(call.request());
        Body body = Body.of(call.body(), "token", "user");
        String token = body.text("token", LONGEST).orElseThrow(() -> body.missing("token"));
        Access.Login login =
                access.login(token.strip())
                        .filter(made ->
                                body.text("user", LONGEST)
                                        .map(made.identity().user()::equals)
                                        .orElse(true))
                        .orElseThrow(() -> wrong(address));
        setCookie(call, login.cookie(), sessionLength);
        call.answer(Answer.one("user", TokenRoutes.json(access, login.identity())));
    }

    /// Only who is wrong is slowed down: another program on the same address must not be able to
    /// lock people out.
    private RefusedException wrong(String address) {
        if (!guard.mayTry(address)) {
            return Gate.tooMany();
        }
        guard.failed(address);
        return Gate.unauthenticated("the token is not known, or was revoked");
    }

    private void logout(Call call) {
        call.query();
        Gate.cookie(call.request()).ifPresent(access::logout);
        setCookie(call, "", Duration.ZERO);
        call.answer(Answer.done("session"));
    }

    private static void setCookie(Call call, String value, Duration age) {
        String cookie =
                String.format(
                        Locale.ROOT,
                        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
                        Gate.COOKIE,
                        value,
                        age.toSeconds(),
                        call.request().isSecure() ? "; Secure" : "");
        call.response().header(HeaderNames.SET_COOKIE, cookie);
    }
}
