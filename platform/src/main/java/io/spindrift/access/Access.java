package io.spindrift.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Tells who asks, and keeps tokens and sessions. Tokens are few and held in memory, so that a
/// request costs one hash. Safe for use from several threads.
public final class Access {
    /// Id of the token that is in the administrator's file.
    public static final String ADMIN_TOKEN_ID = "adminfile";

    private static final int LONGEST = 200;
    private static final int MOST_SESSIONS = 10_000;
    private static final Duration USE_STEP = Duration.ofMinutes(1);
    private static final Pattern USER = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final AccessStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration sessionLength;
    private final Map<String, Token> tokensByHash = new ConcurrentHashMap<>();
    private final Map<String, Session> sessionsByHash = new ConcurrentHashMap<>();

    /// @param random must be fit for secrets
    public Access(
            AccessStore store,
            InstantSource clock,
            RandomGenerator random,
            Duration sessionLength) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.sessionLength = sessionLength;
    }

    /// Reads what is kept. The administrator's token is the one given from now on, whatever it was.
    public void start(String adminToken) {
        store.tokens().forEach(token -> tokensByHash.put(token.hash(), token));
        store.sessions().forEach(session -> sessionsByHash.put(session.hash(), session));
        String hash = Secret.hash(adminToken);
        Token known = tokensByHash.get(hash);
        if (known == null || !known.id().equals(ADMIN_TOKEN_ID)) {
            forget(ADMIN_TOKEN_ID);
            add(new Token(ADMIN_TOKEN_ID, "admin", "admin", true, hash, clock.instant(), null));
        }
        endSessions(session -> !clock.instant().isBefore(session.endsAt()));
    }

    /// A text fit for a new token.
    public static String newTokenText(RandomGenerator random) {
        return Secret.random("sd_", random);
    }

    public static boolean validUser(String name) {
        return USER.matcher(name).matches();
    }

    /// Who has this token; empty for nobody.
    public Optional<Identity> byToken(String text) {
        return token(text).map(this::used).map(token -> identity(token, null));
    }

    /// Who has this cookie; empty when the session has ended.
    public Optional<Identity> bySession(String cookie) {
        if (cookie.length() > LONGEST) {
            return Optional.empty();
        }
        Session session = sessionsByHash.get(Secret.hash(cookie));
        if (session == null || !clock.instant().isBefore(session.endsAt())) {
            return Optional.empty();
        }
        return tokensByHash.values().stream()
                .filter(token -> token.id().equals(session.tokenId()))
                .findAny()
                .map(token -> identity(token, session.endsAt()));
    }

    /// Begins a session.
    ///
    /// @return the cookie's value, and who it is for; empty when the token is nobody's
    public Optional<Login> login(String tokenText) {
        return token(tokenText).map(this::used).map(this::begin);
    }

    public void logout(String cookie) {
        String hash = Secret.hash(cookie);
        endSessions(session -> session.hash().equals(hash));
    }

    /// All of them for an administrator, else one's own; the newest first.
    public List<Token> tokens(Identity who) {
        return tokensByHash.values().stream()
                .filter(token -> who.admin() || token.user().equals(who.user()))
                .sorted(Comparator.comparing(Token::createdAt).reversed())
                .toList();
    }

    /// Makes a token. Its text is nowhere but in the answer.
    public NewToken create(String name, String user, boolean admin) {
        String text = newTokenText(random);
        String id = Long.toString(random.nextLong(1L << 50, 1L << 51), 36).toLowerCase(Locale.ROOT);
        Token token = new Token(id, name, user, admin, Secret.hash(text), clock.instant(), null);
        add(token);
        return new NewToken(token, text);
    }

    /// Ends a token, and the sessions that began with it.
    public void revoke(String tokenId) {
        forget(tokenId);
        endSessions(session -> session.tokenId().equals(tokenId));
    }

    /// By name.
    public List<User> users() {
        Map<String, User> users = new TreeMap<>();
        tokensByHash
                .values()
                .forEach(token ->
                        users.merge(
                                token.user(),
                                new User(token.user(), token.admin(), token.createdAt()),
                                Access::merged));
        return new ArrayList<>(users.values());
    }

    private static User merged(User one, User other) {
        boolean first = one.createdAt().isBefore(other.createdAt());
        return new User(
                one.name(),
                one.admin() || other.admin(),
                first ? one.createdAt() : other.createdAt());
    }

    private Optional<Token> token(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        String hash = Secret.hash(text);
        return Optional.ofNullable(tokensByHash.get(hash))
                .filter(token -> Secret.same(token.hash(), hash));
    }

    private Token used(Token token) {
        Instant now = clock.instant();
        Instant before = token.lastUsedAt();
        if (before != null && now.isBefore(before.plus(USE_STEP))) {
            return token;
        }
        Token used = token.usedAt(now);
        // A token revoked at this very moment must not come back.
        if (tokensByHash.replace(token.hash(), token, used)) {
            store.put(used, false);
        }
        return used;
    }

    private Login begin(Token token) {
        Instant now = clock.instant();
        if (sessionsByHash.size() >= MOST_SESSIONS) {
            endSessions(session -> !now.isBefore(session.endsAt()));
        }
        if (sessionsByHash.size() >= MOST_SESSIONS) {
            endOldest();
        }
        String cookie = Secret.random("", random);
        Session session =
                new Session(Secret.hash(cookie), token.id(), now, now.plus(sessionLength));
        store.put(session);
        sessionsByHash.put(session.hash(), session);
        return new Login(cookie, identity(token, session.endsAt()));
    }

    private void endOldest() {
        sessionsByHash.values().stream()
                .min(Comparator.comparing(Session::createdAt))
                .ifPresent(oldest -> endSessions(session -> session.equals(oldest)));
    }

    private static Identity identity(
            Token token, @org.jspecify.annotations.Nullable Instant sessionEndsAt) {
        return new Identity(token.user(), token.admin(), token.id(), sessionEndsAt);
    }

    private void add(Token token) {
        store.put(token, true);
        tokensByHash.put(token.hash(), token);
    }

    private void forget(String tokenId) {
        tokensByHash.values().removeIf(token -> token.id().equals(tokenId));
        store.remove(List.of(tokenId), List.of());
    }

    private void endSessions(java.util.function.Predicate<Session> which) {
        List<String> hashes =
                sessionsByHash.values().stream().filter(which).map(Session::hash).toList();
        if (!hashes.isEmpty()) {
            hashes.forEach(sessionsByHash::remove);
            store.remove(List.of(), hashes);
        }
    }

    public record Login(String cookie, Identity identity) {}

    public record NewToken(Token token, String text) {}
}
