package io.spindrift.kv;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Rows of one kind: a name that no other table has, and how keys and rows are written.
///
/// A table is a constant of the store that owns it; naming it is creating it.
public record Table<K, V>(String name, KeyCodec<K> keys, RowCodec<V> rows) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,60}");

    public Table {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a table name: " + name);
        }
        if (rows.version() < 1 || rows.version() > 127) {
            throw new IllegalArgumentException("version out of 1..127: " + rows.version());
        }
    }

    /// All keys start with the name and a zero byte: no name is the start of another's.
    byte[] prefix() {
        return (name + '\0').getBytes(StandardCharsets.UTF_8);
    }

    byte[] keyBytes(K key) {
        KeyWriter out = new KeyWriter().raw(prefix());
        keys.write(key, out);
        return out.bytes();
    }

    K key(byte[] bytes) {
        return keys.read(new KeyReader(bytes, prefix().length));
    }

    byte[] rowBytes(V row) {
        RowWriter out = new RowWriter().octet(rows.version());
        rows.write(row, out);
        return out.bytes();
    }

    V row(byte[] bytes) {
        try {
            return rows.read(new RowReader(bytes));
        } catch (RowFormatException e) {
            throw new RowFormatException(e.getMessage() + " table=" + name);
        }
    }
}
