package io.spindrift.history.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Lines of real logs, each with something wrong: the same for the same seed.
public final class Mutations {
    private static final String[] INSERTS = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "-1",
        "00",
        "99999999999999999999",
        "1e9",
        "null",
        "true",
        "\u00e9",
        "\0",
        "\n",
        "\r",
        " ",
        "\"Stage ID\":7,",
        "{\"ID\":1}",
        "9223372036854775807"
    };

    private final List<byte[]> lines;
    private final Random random;

    public Mutations(List<byte[]> lines, long seed) {
        this.lines = lines;
        this.random = new Random(seed);
    }

    public byte[] next() {
        byte[] line = lines.get(random.nextInt(lines.size())).clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && line.length > 1; i++) {
            line = changed(line);
        }
        return line;
    }

    private byte[] changed(byte[] line) {
        int at = random.nextInt(line.length);
        int length =
                Math.min(line.length - at, 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 8));
        return switch (random.nextInt(7)) {
            case 0 -> spliced(line, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(line, at, length, new byte[0]);
            case 2 -> spliced(line, at, 0, Arrays.copyOfRange(line, at, at + length));
            case 3 -> Arrays.copyOf(line, at);
            case 4 -> {
                byte[] other = lines.get(random.nextInt(lines.size()));
                int from = random.nextInt(other.length);
                yield spliced(line, at, 0, Arrays.copyOfRange(other, from, other.length));
            }
            case 5 -> digit(line, at);
            default ->
                    spliced(
                            line,
                            at,
                            0,
                            INSERTS[random.nextInt(INSERTS.length)].getBytes(
                                    StandardCharsets.UTF_8));
        };
    }

    /// Another digit for the next one there is: most such lines are events still.
    private byte[] digit(byte[] line, int from) {
        for (int at = from; at < line.length; at++) {
            if (line[at] >= '0' && line[at] <= '9') {
                return spliced(
                        line,
                        at,
                        random.nextInt(2),
                        new byte[] {(byte) ('0' + random.nextInt(10))});
            }
        }
        return line;
    }

    private static byte[] spliced(byte[] line, int at, int removed, byte[] inserted) {
        byte[] result = new byte[line.length - removed + inserted.length];
        System.arraycopy(line, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(
                line, at + removed, result, at + inserted.length, line.length - at - removed);
        return result;
    }
}
