package io.spindrift.kv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which keys of a table to scan, and in which direction.
///
/// `Range.prefix(key -> key.text(appId)).after(key -> key.text(appId).number(41))` is what follows
/// row 41 of an application.
public final class Range {
    private final byte[] prefix;
    private final byte @Nullable [] from;
    private final byte @Nullable [] to;
    private final boolean descending;

    private Range(byte[] prefix, byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        this.prefix = prefix;
        this.from = from;
        this.to = to;
        this.descending = descending;
    }

    public static Range all() {
        return new Range(new byte[0], null, null, false);
    }

    /// Keys that start with these parts.
    public static Range prefix(KeyPart part) {
        return new Range(bytes(part), null, null, false);
    }

    /// Only keys at or behind this one.
    public Range from(KeyPart inclusive) {
        return new Range(prefix, bytes(inclusive), to, descending);
    }

    /// Only keys behind this one; all that start with it are left out.
    public Range after(KeyPart exclusive) {
        return new Range(prefix, next(bytes(exclusive)), to, descending);
    }

    /// Only keys before this one.
    public Range before(KeyPart exclusive) {
        return new Range(prefix, from, bytes(exclusive), descending);
    }

    /// From the last key to the first.
    public Range descending() {
        return new Range(prefix, from, to, true);
    }

    boolean isDescending() {
        return descending;
    }

    byte[] lower(Table<?, ?> table) {
        byte[] start = join(table.prefix(), prefix);
        byte[] wanted = from == null ? start : join(table.prefix(), from);
        return Arrays.compareUnsigned(start, wanted) < 0 ? wanted : start;
    }

    byte[] upper(Table<?, ?> table) {
        byte[] end = next(join(table.prefix(), prefix));
        byte[] wanted = to == null ? end : join(table.prefix(), to);
        return Arrays.compareUnsigned(end, wanted) < 0 ? end : wanted;
    }

    private static byte[] bytes(KeyPart part) {
        KeyWriter out = new KeyWriter();
        part.write(out);
        return out.bytes();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// The least bytes that are behind all that start with these. Table names are no `FF`, so there
    /// always is one.
    private static byte[] next(byte[] bytes) {
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return new byte[] {(byte) 0xFF, (byte) 0xFF};
        }
        byte[] next = Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return next;
    }
}
