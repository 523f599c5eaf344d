package io.spindrift.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.kv.StoreFullException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-20T02:15:00Z");
    private static final byte[] BYTES = "print('hello')\n".repeat(40_000).getBytes(UTF_8);
    private static final BlobId ID = id(BYTES);

    @TempDir Path folder;
    private BlobStore store;

    @BeforeEach
    void start() {
        store = new BlobStore(folder.resolve("blobs"), new BlobLimits(1 << 20, 3 << 20, 0));
        store.start();
    }

    @Test
    void put_ofAFile_keepsItsBytesUnderTheirHash() throws Exception {
        Blob blob = store.put(new ByteArrayInputStream(BYTES), null, NOW);

        assertThat(blob).isEqualTo(new Blob(ID, BYTES.length, NOW));
        assertThat(store.find(ID)).contains(blob);
        try (InputStream in = store.read(ID).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
        assertThat(store.totalBytes()).isEqualTo(BYTES.length);
    }

    @Test
    void put_ofTheSameAgain_storesItOnceAndTouchesIt() {
        store.put(new ByteArrayInputStream(BYTES), null, NOW);

        store.put(new ByteArrayInputStream(BYTES), null, NOW.plusSeconds(60));

        assertThat(store.totalBytes()).isEqualTo(BYTES.length);
        assertThat(store.find(ID).orElseThrow().usedAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void touch_ofAFile_keepsItFromBeingSwept() {
        store.put(new ByteArrayInputStream(BYTES), null, NOW);

        assertThat(store.touch(ID, NOW.plusSeconds(60)).orElseThrow().usedAt())
                .isEqualTo(NOW.plusSeconds(60));

        assertThat(store.sweep(Set.of(), NOW.plusSeconds(60))).isZero();
        assertThat(store.sweep(Set.of(), NOW.plusSeconds(61))).isEqualTo(BYTES.length);
        assertThat(store.touch(ID, NOW)).isEmpty();
    }

    @Test
    void put_ofOtherBytesThanPromised_keepsNothing() {
        assertThatThrownBy(() -> store.put(new ByteArrayInputStream(new byte[5]), ID, NOW))
                .isInstanceOf(BlobMismatchException.class);

        assertNothingKept();
    }

    @Test
    void limits_withALargerFile_letTheTotalGrow() {
        BlobLimits limits = BlobLimits.ofFiles(100L << 30);

        assertThat(limits.fileBytes()).isEqualTo(100L << 30);
        assertThat(limits.totalBytes()).isEqualTo(1000L << 30);
        assertThat(BlobLimits.ofFiles(1L << 30).totalBytes()).isEqualTo(20L << 30);
    }

    @Test
    void put_ofTooMuch_keepsNothing() {
        InputStream large = new ByteArrayInputStream(new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> store.put(large, null, NOW))
                .isInstanceOf(BlobTooLargeException.class)
                .hasMessageContaining("1048576");

        assertNothingKept();
    }

    @Test
    void put_beyondTheTotal_isRefusedAndWorksOnceThereIsRoom() {
        for (int i = 0; i < 3; i++) {
            byte[] bytes = new byte[1 << 20];
            bytes[0] = (byte) i;
            store.put(new ByteArrayInputStream(bytes), null, NOW);
        }

        assertThatThrownBy(() -> store.put(new ByteArrayInputStream(BYTES), null, NOW))
                .isInstanceOf(StoreFullException.class);
        assertThat(store.find(ID)).isEmpty();

        store.sweep(Set.of(), NOW.plusSeconds(1));
        store.put(new ByteArrayInputStream(BYTES), null, NOW);
        assertThat(store.find(ID)).isPresent();
    }

    @Test
    void put_fromAStreamThatBreaks_keepsNothing() {
        assertThatThrownBy(() -> store.put(breaking(BYTES), null, NOW))
                .isInstanceOf(UncheckedIOException.class);

        assertNothingKept();
    }

    @Test
    void append_inPieces_completesWithTheLast() {
        Upload first = append(0, 1000);
        Upload second = append(1000, BYTES.length);

        assertThat(first).isEqualTo(new Upload(ID, 1000, false));
        assertThat(second).isEqualTo(new Upload(ID, BYTES.length, true));
        assertThat(store.find(ID)).isPresent();
        assertThat(store.totalBytes()).isEqualTo(BYTES.length);
    }

    @Test
    void append_afterABreakAndARestart_goesOnBehindWhatArrived() {
        assertThatThrownBy(() -> store.append(ID, 0, BYTES.length, breaking(piece(0, 700)), NOW))
                .isInstanceOf(UncheckedIOException.class);
        start();

        assertThat(store.state(ID)).isEqualTo(new Upload(ID, 700, false));
        assertThat(append(700, BYTES.length).complete()).isTrue();
    }

    @Test
    void append_atAnotherOffset_saysWhereToGoOn() {
        append(0, 1000);

        assertThatThrownBy(() -> append(500, BYTES.length))
                .isInstanceOfSatisfying(
                        UploadConflictException.class,
                        e -> assertThat(e.receivedBytes()).isEqualTo(1000));
    }

    @Test
    void append_ofOtherBytes_isForgotten() {
        append(0, 1000);
        InputStream rest = new ByteArrayInputStream(new byte[BYTES.length - 1000]);

        assertThatThrownBy(() -> store.append(ID, 1000, BYTES.length, rest, NOW))
                .isInstanceOf(BlobMismatchException.class);

        assertNothingKept();
    }

    @Test
    void append_ofMoreThanAnnounced_leavesThePieceOut() {
        append(0, 1000);
        InputStream more = new ByteArrayInputStream(new byte[BYTES.length]);

        assertThatThrownBy(() -> store.append(ID, 1000, BYTES.length, more, NOW))
                .isInstanceOf(BlobTooLargeException.class);

        assertThat(store.state(ID).receivedBytes()).isEqualTo(1000);
    }

    @Test
    void append_ofACompleteFile_changesNothing() {
        store.put(new ByteArrayInputStream(BYTES), null, NOW);

        assertThat(append(0, 10).complete()).isTrue();
    }

    @Test
    void sweep_deletesWhatIsOldAndNotInUse() {
        store.put(new ByteArrayInputStream(BYTES), null, NOW);
        Blob other = store.put(new ByteArrayInputStream(new byte[10]), null, NOW);
        Blob young = store.put(new ByteArrayInputStream(new byte[20]), null, NOW.plusSeconds(9));

        long freed = store.sweep(Set.of(ID), NOW.plusSeconds(5));

        assertThat(freed).isEqualTo(10);
        assertThat(store.find(ID)).isPresent();
        assertThat(store.find(young.id())).isPresent();
        assertThat(store.find(other.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../../etc/passwd",
                "AB",
                "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg",
                "000000000000000000000000000000000000000000000000000000000000000/"
            })
    void id_thatIsNoHash_isRefused(String text) {
        assertThatThrownBy(() -> new BlobId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void uri_ofAFile_readsBack() {
        BlobUri uri = new BlobUri(ID, "my etl.py");

        assertThat(uri.toString()).isEqualTo("spindrift://file/" + ID + "/my%20etl.py");
        assertThat(BlobUri.parse(uri.toString())).contains(uri);
        assertThat(BlobUri.parse("file:///etl.py")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../x", "/a/b", "/", "", "/.hidden", "/a%2Fb", "/a\u0000b"})
    void uri_withABadName_isRefused(String tail) {
        assertThatThrownBy(() -> BlobUri.parse("spindrift://file/" + ID + tail))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Upload append(int from, int to) {
        return store.append(ID, from, BYTES.length, new ByteArrayInputStream(piece(from, to)), NOW);
    }

    private static byte[] piece(int from, int to) {
        return Arrays.copyOfRange(BYTES, from, to);
    }

    private void assertNothingKept() {
        assertThat(store.totalBytes()).isZero();
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream breaking(byte[] first) {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        throw new IOException("connection reset");
                    }
                };
        return new SequenceInputStream(new ByteArrayInputStream(first), broken);
    }

    private static BlobId id(byte[] bytes) {
        try {
            return new BlobId(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
