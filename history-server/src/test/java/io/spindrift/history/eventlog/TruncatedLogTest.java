package io.spindrift.history.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log that ends anywhere: what is read are the whole lines before, and nothing else.
final class TruncatedLogTest {
    /// 1 reads the log anew for each length it could have, which takes minutes.
    private static final int STEP = Integer.getInteger("spindrift.truncation.step", 13);

    @TempDir Path folder;

    private Codec codec = Codec.PLAIN;
    private byte[] bytes = new byte[0];
    private List<byte[]> lines = List.of();

    private void open(String log) {
        boolean plain = log.equals("plain");
        Path unpacked = LogFixtures.unpack(plain ? "pi-3.5-zstd" : log, folder.resolve("log"));
        LogFixtures.Piece piece = LogFixtures.pieces(unpacked).getFirst();
        lines = LogFixtures.lines(unpacked);
        codec = plain ? Codec.PLAIN : piece.codec();
        bytes = plain ? joined() : piece.bytes();
    }

    private byte[] joined() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            out.writeBytes(line);
            out.write('\n');
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "pi-3.5-zstd", "pi-4.0-lz4", "pi-3.5-snappy", "pi-4.3-lzf"})
    void everyByteMore_isReadAsItComes(String log) {
        open(log);
        Prefix read = new Prefix();
        try (LogDecoder decoder = new LogDecoder(codec, LogPosition.START)) {
            for (int at = 0; at < bytes.length; at++) {
                decoder.feed(ByteBuffer.wrap(bytes, at, 1), read);
            }
        }
        assertThat(read.count).isEqualTo(lines.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "pi-3.5-zstd", "pi-4.0-lz4", "pi-3.5-snappy", "pi-4.3-lzf"})
    void everyLength_isReadToItsLastWholeLine(String log) {
        open(log);
        int before = 0;
        for (int length = 0; length <= bytes.length; length += STEP) {
            Prefix read = new Prefix();
            EventParser parser = new EventParser();
            try (LogDecoder decoder = new LogDecoder(codec, LogPosition.START)) {
                decoder.feed(ByteBuffer.wrap(bytes, 0, length), read.reading(parser));
                assertThat(decoder.position().events()).isEqualTo(read.count);
                assertThat(decoder.position().offset()).isLessThanOrEqualTo(length);
            }
            assertThat(read.count).isGreaterThanOrEqualTo(before);
            before = read.count;
        }
        assertThat(before).isPositive();
    }

    /// Checks that each line is the next one.
    private final class Prefix implements LogDecoder.LineSink {
        int count;

        @Override
        public void line(byte[] read, int from, int to) {
            byte[] expected = lines.get(count);
            assertThat(Arrays.equals(read, from, to, expected, 0, expected.length))
                    .as("line %d", count)
                    .isTrue();
            count++;
        }

        LogDecoder.LineSink reading(EventParser parser) {
            return new LogDecoder.LineSink() {
                @Override
                public void line(byte[] read, int from, int to) {
                    Prefix.this.line(read, from, to);
                    parser.parse(read, from, to);
                }

                @Override
                public int end(byte[] read, int from, int to) {
                    return parser.end(read, from, to);
                }
            };
        }
    }
}
