package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.access.Access;
import io.spindrift.access.Identity;
import io.spindrift.access.Token;
import io.spindrift.access.User;
import java.util.List;

/// Tokens and users.
final class TokenRoutes {
    private static final String KIND = "token";

    private final Access access;

    TokenRoutes(Access access) {
        this.access = access;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/token", this::list)
                .post("/ocean/spark/token", this::create)
                .delete("/ocean/spark/token/{tokenId}", this::revoke)
                .get("/ocean/spark/user/me", this::me)
                .get("/ocean/spark/user", this::users);
    }

    private void list(Call call) {
        Query query = call.query("offset", "limit", "format");
        List<ObjectNode> items = access.tokens(call.who()).stream().map(TokenRoutes::json).toList();
        Listing.answer(call, query, KIND, items);
    }

    private void create(Call call) {
        call.query();
        Body body = Body.of(call.body(), "name", "user", "admin");
        Identity who = call.who();
        String name = body.text("name", 100).orElseThrow(() -> body.missing("name"));
        String user = body.text("user", 64).orElse(who.user());
        boolean admin = body.flag("admin");
        if (!Access.validUser(user)) {
            throw RefusedException.invalid(
                    "user", "'user' is 1 to 64 of a-z, 0-9, '.', '_', '@' and '-'");
        }
        if (!who.admin() && (admin || !user.equals(who.user()))) {
            throw RefusedException.forbidden("only an administrator makes tokens for others");
        }
        Access.NewToken made = access.create(name, user, admin);
        call.answer(Answer.created(KIND, json(made.token()).put("token", made.text())));
    }

    private void revoke(Call call) {
        call.query();
        String id = call.id("tokenId");
        Token token =
                access.tokens(call.who()).stream()
                        .filter(each -> each.id().equals(id))
                        .findAny()
                        .orElseThrow(() -> RefusedException.notFound("no token " + id));
        if (token.id().equals(Access.ADMIN_TOKEN_ID)) {
            throw RefusedException.of(
                    409,
                    "CONFLICT",
                    "the administrator's token is changed in its file, and by a restart");
        }
        access.revoke(id);
        call.answer(Answer.done(KIND));
    }

    private void users(Call call) {
        Query query = call.query("offset", "limit", "format");
        List<ObjectNode> items =
                access.users().stream()
                        .filter(user -> call.who().admin() || user.name().equals(call.who().user()))
                        .map(TokenRoutes::json)
                        .toList();
        Listing.answer(call, query, "user", items);
    }

    private void me(Call call) {
        call.query();
        call.answer(Answer.one("user", json(access, call.who())));
    }

    static JsonNode json(Access access, Identity who) {
        ObjectNode json = Json.object().put("name", who.user()).put("admin", who.admin());
        access.users().stream()
                .filter(user -> user.name().equals(who.user()))
                .findAny()
                .ifPresent(user -> json.put("createdAt", Json.time(user.createdAt())));
        return json.put("sessionEndsAt", Json.time(who.sessionEndsAt()));
    }

    private static ObjectNode json(User user) {
        return Json.object()
                .put("name", user.name())
                .put("admin", user.admin())
                .put("createdAt", Json.time(user.createdAt()));
    }

    private static ObjectNode json(Token token) {
        return Json.object()
                .put("id", token.id())
                .put("name", token.name())
                .put("user", token.user())
                .put("admin", token.admin())
                .put("createdAt", Json.time(token.createdAt()))
                .put("lastUsedAt", Json.time(token.lastUsedAt()));
    }
}
