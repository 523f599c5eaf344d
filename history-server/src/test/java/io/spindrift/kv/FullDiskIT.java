package io.spindrift.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fills a small disk of its own; only root can mount one. */
final class FullDiskIT {
    private static final Table<Long, byte[]> BLOCKS =
            new Table<>(
                    "test.block",
                    new KeyCodec<>() {
                        @Override
                        public void write(Long key, KeyWriter out) {
                            out.number(key);
                        }

                        @Override
                        public Long read(KeyReader in) {
                            return in.number();
                        }
                    },
                    new RowCodec<>() {
                        @Override
                        public int version() {
                            return 1;
                        }

                        @Override
                        public void write(byte[] row, RowWriter out) {
                            out.bytes(row);
                        }

                        @Override
                        public byte[] read(RowReader in) {
                            return in.bytes();
                        }
                    });

    @TempDir Path folder;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()),
                "needs leave to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void write_onAFullDisk_isRefusedAndWorksAgainOnceThereIsRoom() throws Exception {
        fillAndRecover(DatabaseSettings.standard().withReservedDiskBytes(0));
    }

    @Test
    void write_intoTheReserve_isRefusedAndWorksAgainOnceThereIsRoom() throws Exception {
        fillAndRecover(DatabaseSettings.standard().withReservedDiskBytes(16 << 20));
    }

    private void fillAndRecover(DatabaseSettings settings) throws Exception {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[16 << 20]);
        Random random = new Random(7);
        try (Database database = Database.open(disk.resolve("rocksdb"), settings)) {
            long first = fill(database, 0, random);

            assertThat(first).isPositive();
            assertThat(database.get(BLOCKS, 0L)).isPresent();
            // What is tidied up in the background may make room for a few more, and then no more.
            long kept = fill(database, first, random);

            Files.delete(ballast);
            write(database, kept, random);

            assertThat(database.list(BLOCKS, Range.all(), Integer.MAX_VALUE))
                    .hasSize((int) kept + 1);
        }
        try (Database again = Database.open(disk.resolve("rocksdb"), settings)) {
            assertThat(again.get(BLOCKS, 0L)).isPresent();
        }
    }

    /// @return the number of the block that was refused
    private static long fill(Database database, long from, Random random) {
        for (long number = from; number < from + 1_000; number++) {
            try {
                write(database, number, random);
            } catch (StoreFullException e) {
                return number;
            }
        }
        throw new AssertionError("the disk was never full");
    }

    private static void write(Database database, long number, Random random) {
        byte[] block = new byte[256 << 10];
        random.nextBytes(block);
        database.write(Durability.MACHINE, batch -> batch.put(BLOCKS, number, block));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
