package io.spindrift.history.eventlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes that a log has again and again, compared eight at a time: also before a compiler that
/// optimizes has come to it, for most logs end sooner.
final class Literal {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final int length;
    private final byte[] bytes;

    /// The last one ends with the literal, and so may overlap with the one before.
    private final long[] words;

    Literal(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        words = new long[length / 8 + (length > 8 && length % 8 > 0 ? 1 : 0)];
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) EIGHT.get(bytes, Math.min(8 * i, length - 8));
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean startsAt(byte[] in, int at, int end) {
        if (length > end - at) {
            return false;
        }
        int last = words.length - 1;
        if (last < 0) {
            return startsAt(in, at);
        }
        for (int i = 0; i < last; i++) {
            if ((long) EIGHT.get(in, at + 8 * i) != words[i]) {
                return false;
            }
        }
        return (long) EIGHT.get(in, at + length - 8) == words[last];
    }

    private boolean startsAt(byte[] in, int at) {
        for (int i = 0; i < length; i++) {
            if (in[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
