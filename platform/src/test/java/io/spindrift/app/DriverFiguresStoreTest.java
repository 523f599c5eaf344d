package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.DriverFigures.Counts;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DriverFiguresStoreTest {
    private static final DriverFigures TOLD =
            new DriverFigures(
                    Instant.parse("2026-11-22T01:00:00Z"),
                    "4.1.4",
                    "amy",
                    new Counts(3, 1, 2, 0),
                    new Counts(9, 1, 7, 1),
                    new Counts(90, 10, 79, 1),
                    2,
                    3,
                    4,
                    60_000,
                    30_000,
                    1L << 40,
                    5,
                    6,
                    7L);
    @TempDir Path folder;

    @Test
    void figures_stayUntilTheyAreDeleted() {
        AppKey key = new AppKey("kube-observed", "spark-1");
        AppKey other = new AppKey("kube-observed", "spark-2");
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0))) {
            new DriverFiguresStore(database).put(key, TOLD);
        }
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0))) {
            DriverFiguresStore store = new DriverFiguresStore(database);
            assertThat(store.get(key)).contains(TOLD);
            assertThat(store.get(other)).isEmpty();
            store.delete(other);
            store.delete(key);
            assertThat(store.get(key)).isEmpty();
        }
    }
}
