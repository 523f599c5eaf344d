package io.spindrift.kv;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes the fields of a row, compactly: numbers take as many bytes as they need.
///
/// Field order is the format: [RowReader] reads the same fields in the same order.
public final class RowWriter {
    private static final int VARIABLE_BYTES_MAX = 10;

    private byte[] bytes = new byte[128];
    private int size;

    RowWriter() {}

    public RowWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /// Any whole number; small ones, of either sign, take one byte.
    public RowWriter number(long value) {
        return count((value << 1) ^ (value >> 63));
    }

    /// A number that is seldom negative: lengths, bytes, milliseconds.
    public RowWriter count(long value) {
        room(VARIABLE_BYTES_MAX);
        byte[] to = bytes;
        int at = size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        size = at;
        return this;
    }

    public RowWriter decimal(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (bits >>> shift));
        }
        return this;
    }

    public RowWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public RowWriter textOrNull(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    /// To the nanosecond, as seconds and the rest.
    public RowWriter instant(Instant value) {
        return number(value.getEpochSecond()).count(value.getNano());
    }

    public RowWriter instantOrNull(@Nullable Instant value) {
        flag(value != null);
        return value == null ? this : instant(value);
    }

    /// A constant by its name, so that constants may be reordered.
    public RowWriter constant(Enum<?> value) {
        return text(value.name());
    }

    public RowWriter bytes(byte[] value) {
        count(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public <T> RowWriter list(Collection<T> values, BiConsumer<T, RowWriter> each) {
        count(values.size());
        values.forEach(value -> each.accept(value, this));
        return this;
    }

    public <T> RowWriter optional(Optional<T> value, BiConsumer<T, RowWriter> some) {
        flag(value.isPresent());
        value.ifPresent(present -> some.accept(present, this));
        return this;
    }

    public RowWriter texts(Map<String, String> values) {
        return list(values.entrySet(), (e, out) -> out.text(e.getKey()).text(e.getValue()));
    }

    /// A column: neighbours that are alike take one byte each.
    public RowWriter column(long... values) {
        count(values.length);
        long before = 0;
        for (long value : values) {
            number(value - before);
            before = value;
        }
        return this;
    }

    RowWriter octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
