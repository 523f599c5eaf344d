package io.spindrift.access;

import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.List;

/// Tokens and sessions.
///
/// ```
/// access.token    id   → name, user, admin, hash, createdAt, lastUsedAt?
/// access.session  hash → tokenId, createdAt, endsAt
/// ```
public final class AccessStore {
    private static final int MOST = 100_000;
    private static final Table<String, Token> TOKENS =
            new Table<>("access.token", KeyCodec.text(), new TokenRow());
    private static final Table<String, Session> SESSIONS =
            new Table<>("access.session", KeyCodec.text(), new SessionRow());

    private final Database database;

    public AccessStore(Database database) {
        this.database = database;
    }

    List<Token> tokens() {
        return database.list(TOKENS, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    void put(Token token, boolean synced) {
        Durability durability = synced ? Durability.MACHINE : Durability.PROCESS;
        database.write(durability, batch -> batch.put(TOKENS, token.id(), token));
    }

    List<Session> sessions() {
        return database.list(SESSIONS, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    void put(Session session) {
        database.write(Durability.PROCESS, batch -> batch.put(SESSIONS, session.hash(), session));
    }

    void remove(List<String> tokenIds, List<String> sessionHashes) {
        database.write(
                Durability.MACHINE,
                batch -> {
                    tokenIds.forEach(id -> batch.delete(TOKENS, id));
                    sessionHashes.forEach(hash -> batch.delete(SESSIONS, hash));
                });
    }

    private static final class TokenRow implements RowCodec<Token> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Token row, RowWriter out) {
            out.text(row.id())
                    .text(row.name())
                    .text(row.user())
                    .flag(row.admin())
                    .text(row.hash())
                    .instant(row.createdAt())
                    .instantOrNull(row.lastUsedAt());
        }

        @Override
        public Token read(RowReader in) {
            return new Token(
                    in.text(),
                    in.text(),
                    in.text(),
                    in.flag(),
                    in.text(),
                    in.instant(),
                    in.instantOrNull());
        }
    }

    private static final class SessionRow implements RowCodec<Session> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Session row, RowWriter out) {
            out.text(row.hash()).text(row.tokenId()).instant(row.createdAt()).instant(row.endsAt());
        }

        @Override
        public Session read(RowReader in) {
            return new Session(in.text(), in.text(), in.instant(), in.instant());
        }
    }
}
