package io.spindrift.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spindrift.kv.StoreFullException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fills a small disk of its own; only root can mount one. */
final class BlobFullDiskIT {
    private static final Instant NOW = Instant.parse("2026-11-20T02:15:00Z");
    private static final byte[] FILE = new byte[6 << 20];

    @TempDir Path folder;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "needs leave to mount a tmpfs");
        Files.write(disk.resolve("ballast"), new byte[4 << 20]);
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void put_onAFullDisk_keepsNothingAndWorksOnceThereIsRoom(long reservedBytes) throws Exception {
        BlobStore store = store(reservedBytes);

        assertThatThrownBy(() -> store.put(new ByteArrayInputStream(FILE), null, NOW))
                .isInstanceOf(StoreFullException.class);
        assertThat(store.totalBytes()).isZero();
        try (Stream<Path> files = Files.walk(disk.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }

        Files.delete(disk.resolve("ballast"));
        Blob blob = store.put(new ByteArrayInputStream(FILE), null, NOW);
        assertThat(store.find(blob.id())).contains(blob);
    }

    @Test
    void append_onAFullDisk_goesOnWhereItStoodOnceThereIsRoom() throws Exception {
        BlobStore store = store(0);
        BlobId id = new BlobId("0".repeat(64));
        store.append(id, 0, FILE.length, new ByteArrayInputStream(new byte[1000]), NOW);

        assertThatThrownBy(() ->
                        store.append(id, 1000, FILE.length, new ByteArrayInputStream(FILE), NOW))
                .isInstanceOf(StoreFullException.class);

        assertThat(store.state(id)).isEqualTo(new Upload(id, 1000, false));
    }

    private BlobStore store(long reservedBytes) {
        BlobStore store =
                new BlobStore(
                        disk.resolve("blobs"), new BlobLimits(64 << 20, 64 << 20, reservedBytes));
        store.start();
        return store;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
