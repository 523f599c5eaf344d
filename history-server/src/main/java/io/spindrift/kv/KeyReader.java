package io.spindrift.kv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads the parts of a key in the order in which [KeyWriter] wrote them.
public final class KeyReader {
    private final byte[] bytes;
    private int at;

    KeyReader(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    public String text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            byte next = next();
            if (next != 0) {
                text.write(next);
                continue;
            }
            if (next() == 1) {
                return text.toString(StandardCharsets.UTF_8);
            }
            text.write(0);
        }
    }

    public long number() {
        long turned = 0;
        for (int i = 0; i < 8; i++) {
            turned = turned << 8 | (next() & 0xFF);
        }
        return turned ^ Long.MIN_VALUE;
    }

    public long descending() {
        return ~number();
    }

    private byte next() {
        if (at >= bytes.length) {
            throw new RowFormatException("a key ends early");
        }
        return bytes[at++];
    }
}
