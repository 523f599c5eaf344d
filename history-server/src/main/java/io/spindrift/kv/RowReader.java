package io.spindrift.kv;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a row in the order in which [RowWriter] wrote them.
///
/// A row cut short, or with a length that cannot be, is a [RowFormatException], never a huge array.
public final class RowReader {
    private final byte[] bytes;
    private final int version;
    private int at = 1;

    RowReader(byte[] bytes) {
        if (bytes.length == 0) {
            throw new RowFormatException("an empty row");
        }
        this.bytes = bytes;
        this.version = bytes[0];
    }

    /// The version of the codec that wrote this row.
    public int version() {
        return version;
    }

    public boolean flag() {
        return octet() != 0;
    }

    public long number() {
        long raw = count();
        return (raw >>> 1) ^ -(raw & 1);
    }

    public long count() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new RowFormatException("a number of more than ten bytes");
    }

    /// A number that fits an `int`: ids, lengths.
    public int integer() {
        long value = number();
        if (value != (int) value) {
            throw new RowFormatException("too large for an int: " + value);
        }
        return (int) value;
    }

    public double decimal() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | (octet() & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    public String text() {
        int length = length();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    public @Nullable String textOrNull() {
        return flag() ? text() : null;
    }

    public Instant instant() {
        return Instant.ofEpochSecond(number(), count());
    }

    public @Nullable Instant instantOrNull() {
        return flag() ? instant() : null;
    }

    public <E extends Enum<E>> E constant(Class<E> type) {
        String name = text();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new RowFormatException("no " + type.getSimpleName() + " named " + name);
        }
    }

    public byte[] bytes() {
        int length = length();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    public <T> List<T> list(Function<RowReader, T> each) {
        int length = length();
        List<T> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(each.apply(this));
        }
        return values;
    }

    public <T> Optional<T> optional(Function<RowReader, T> some) {
        return flag() ? Optional.of(some.apply(this)) : Optional.empty();
    }

    public Map<String, String> texts() {
        int length = length();
        Map<String, String> values = LinkedHashMap.newLinkedHashMap(length);
        for (int i = 0; i < length; i++) {
            values.put(text(), text());
        }
        return values;
    }

    public long[] column() {
        long[] values = new long[length()];
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            before += number();
            values[i] = before;
        }
        return values;
    }

    /// Whether all was read: rows may have fields appended without a new version.
    public boolean atEnd() {
        return at == bytes.length;
    }

    /// Every element takes a byte or more, so no honest length passes what is left of the row.
    private int length() {
        long length = count();
        if (length < 0 || length > bytes.length - at) {
            throw new RowFormatException("a length of " + length + " in a row of " + bytes.length);
        }
        return (int) length;
    }

    private byte octet() {
        if (at >= bytes.length) {
            throw new RowFormatException("a row ends early, after " + bytes.length + " bytes");
        }
        return bytes[at++];
    }
}
