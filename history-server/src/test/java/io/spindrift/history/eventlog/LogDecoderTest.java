package io.spindrift.history.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogDecoderTest {
    @TempDir Path folder;
    private final Map<String, List<LogPosition>> positions = new HashMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql-4.3",
                "sql-3.5-lz4",
                "etl-3.5",
                "pi-3.5-zstd",
                "pi-3.5-snappy",
                "pi-4.3-lzf"
            })
    void slices_giveTheSameLines(String log) {
        byte[] bytes = bytes(log);
        List<String> whole = read(log, LogPosition.START, bytes, bytes.length);

        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<String> sliced = new ArrayList<>();
            try (LogDecoder decoder = new LogDecoder(codec(log), LogPosition.START)) {
                int at = 0;
                while (at < bytes.length) {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
                    decoder.feed(ByteBuffer.wrap(bytes, at, length), text(sliced));
                    at += length;
                }
            }
            assertThat(sliced).isEqualTo(whole);
        }
        assertThat(whole).hasSizeGreaterThan(10).allMatch(line -> line.endsWith("}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql-4.3",
                "sql-3.5-lz4",
                "etl-3.5",
                "pi-3.5-zstd",
                "pi-3.5-snappy",
                "pi-4.3-lzf"
            })
    void everyPosition_isOneToGoOnFrom(String log) {
        byte[] bytes = bytes(log);
        List<String> whole = new ArrayList<>();
        List<LogPosition> positions = new ArrayList<>();
        try (LogDecoder decoder = new LogDecoder(codec(log), LogPosition.START)) {
            decoder.feed(
                    ByteBuffer.wrap(bytes),
                    (line, from, to) -> {
                        whole.add(new String(line, from, to - from, StandardCharsets.UTF_8));
                        positions.add(decoder.position());
                    });
        }
        for (int i = 0; i < positions.size(); i += 7) {
            assertThat(positions.get(i).events()).isEqualTo(i + 1);
            assertThat(read(log, positions.get(i), bytes, bytes.length))
                    .isEqualTo(whole.subList(i + 1, whole.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi-4.3", "sql-3.5-lz4", "etl-3.5", "pi-3.5-snappy", "pi-4.3-lzf"})
    void truncation_yieldsThePrefix(String log) {
        byte[] bytes = bytes(log);
        List<String> whole = read(log, LogPosition.START, bytes, bytes.length);
        int most = 0;
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 200) {
            List<String> prefix = read(log, LogPosition.START, bytes, length);
            assertThat(prefix).isEqualTo(whole.subList(0, prefix.size()));
            assertThat(prefix.size()).isGreaterThanOrEqualTo(most);
            most = prefix.size();
            assertThat((long) most).isGreaterThanOrEqualTo(linesBefore(log, bytes, length));
        }
    }

    /// Whatever is damaged, what is handed out before it is right, and nothing hangs or crashes.
    @ParameterizedTest
    @ValueSource(strings = {"pi-4.3", "sql-3.5-lz4", "pi-3.5-snappy", "pi-4.3-lzf"})
    void damage_endsInThePrefixOrInCorrupt(String log) {
        byte[] whole = bytes(log);
        List<String> lines = read(log, LogPosition.START, whole, whole.length);
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            List<String> read = new ArrayList<>();
            try (LogDecoder decoder = new LogDecoder(codec(log), LogPosition.START)) {
                decoder.feed(ByteBuffer.wrap(bytes), text(read));
            } catch (CorruptLogException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
            long intact = linesBefore(log, whole, at);
            assertThat(read.size()).isGreaterThanOrEqualTo((int) intact);
            assertThat(read.subList(0, (int) intact)).isEqualTo(lines.subList(0, (int) intact));
        }
    }

    /// How many lines come out of blocks that end before this byte.
    private long linesBefore(String log, byte[] bytes, int at) {
        return positions.computeIfAbsent(log, each -> positions(log, bytes)).stream()
                .filter(position -> position.offset() <= at && position.skip() == 0)
                .mapToLong(LogPosition::events)
                .max()
                .orElse(0);
    }

    private List<LogPosition> positions(String log, byte[] bytes) {
        List<LogPosition> found = new ArrayList<>();
        try (LogDecoder decoder = new LogDecoder(codec(log), LogPosition.START)) {
            decoder.feed(ByteBuffer.wrap(bytes), (line, from, to) -> found.add(decoder.position()));
        }
        return found;
    }

    @Test
    void overlongLines_areLeftOutAndCounted() {
        byte[] bytes = "one\nmuch too long a line\ntwo\n".getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        LogDecoder.LineSink sink =
                new LogDecoder.LineSink() {
                    @Override
                    public void line(byte[] line, int from, int to) {
                        lines.add(new String(line, from, to - from, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void overlong(long lengthBytes) {
                        lines.add("overlong: " + lengthBytes);
                    }
                };
        try (LogDecoder decoder = new LogDecoder(Codec.PLAIN, LogPosition.START, 8)) {
            for (byte each : bytes) {
                decoder.feed(ByteBuffer.wrap(new byte[] {each}), sink);
            }
            assertThat(lines).containsExactly("one", "overlong: 20", "two");
            assertThat(decoder.position()).isEqualTo(new LogPosition(1, bytes.length, 0, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "lz4", "snappy", "lzf"})
    void garbage_isCorrupt(String codec) {
        byte[] garbage = new byte[1000];
        new Random(3).nextBytes(garbage);
        try (LogDecoder decoder = new LogDecoder(Codec.of("x." + codec), LogPosition.START)) {
            assertThatThrownBy(
                            () -> decoder.feed(ByteBuffer.wrap(garbage), text(new ArrayList<>())))
                    .isInstanceOf(CorruptLogException.class);
        }
    }

    @Test
    void codec_isTheEndOfTheName() {
        assertThat(Codec.of("events_1_app-1.zstd")).isEqualTo(Codec.ZSTD);
        assertThat(Codec.of("app-1_1.lz4.inprogress")).isEqualTo(Codec.LZ4);
        assertThat(Codec.of("app-1.inprogress")).isEqualTo(Codec.PLAIN);
        assertThat(Codec.of("events_2_app-1.zstd.compact")).isEqualTo(Codec.ZSTD);
        assertThat(Codec.of("app-1.snappy")).isEqualTo(Codec.SNAPPY);
        assertThat(Codec.of("app-1_2.lzf.inprogress")).isEqualTo(Codec.LZF);
    }

    private byte[] bytes(String log) {
        return LogFixtures.pieces(LogFixtures.unpack(log, folder.resolve(log))).getFirst().bytes();
    }

    private Codec codec(String log) {
        return LogFixtures.pieces(folder.resolve(log)).getFirst().codec();
    }

    private List<String> read(String log, LogPosition from, byte[] bytes, int length) {
        List<String> lines = new ArrayList<>();
        try (LogDecoder decoder = new LogDecoder(codec(log), from)) {
            int offset = (int) from.offset();
            decoder.feed(ByteBuffer.wrap(bytes, offset, length - offset), text(lines));
        }
        return lines;
    }

    private static LogDecoder.LineSink text(List<String> lines) {
        return (line, from, to) ->
                lines.add(new String(line, from, to - from, StandardCharsets.UTF_8));
    }
}
