package io.spindrift.kv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the parts of a key so that bytes sort as the values do, part by part.
///
/// A text ends with `00 01`, and a zero byte within it is `00 FF`: no text is mistaken for the
/// start of another. Numbers are eight bytes with the sign turned.
public final class KeyWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(48);

    KeyWriter() {}

    public KeyWriter text(String value) {
        textPrefix(value);
        out.write(0);
        out.write(1);
        return this;
    }

    /// The start of a text, for scanning all keys whose text starts so.
    public KeyWriter textPrefix(String value) {
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            out.write(each);
            if (each == 0) {
                out.write(0xFF);
            }
        }
        return this;
    }

    /// Any number, negative ones first.
    public KeyWriter number(long value) {
        long turned = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (turned >>> shift));
        }
        return this;
    }

    /// A number that sorts from the greatest to the least: newest first, for times.
    public KeyWriter descending(long value) {
        return number(~value);
    }

    KeyWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
