package io.spindrift.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterStoreTest {
    private static final Instant T0 = Instant.parse("2026-11-21T09:00:00Z");
    @TempDir Path folder;

    @Test
    void start_newAndOldDatabase_hasLocalOnce() {
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0))) {
            ClusterStore store = new ClusterStore(database);
            store.start(T0);
            store.start(T0.plusSeconds(5));
            assertThat(store.list()).hasSize(1);
            Cluster local = store.get(Cluster.LOCAL).orElseThrow();
            assertThat(local.createdAt()).isEqualTo(T0);
            assertThat(local.kind()).isEqualTo(ClusterKind.LOCAL);
            Cluster failing = local.in(ClusterState.FAILING, "no Spark runtime", T0.plusSeconds(6));
            store.put(failing);
            assertThat(store.get("local")).contains(failing);
        }
    }

    @Test
    void capacity_arithmetic_neverGoesBelowNothing() {
        Capacity machine = Capacity.ofMachine(2, 4096, 1024);
        assertThat(machine).isEqualTo(new Capacity(2000, 3072));
        assertThat(machine.less(new Capacity(2500, 100))).isEqualTo(new Capacity(0, 2972));
        assertThat(machine.fits(new Capacity(2000, 3072))).isTrue();
        assertThat(machine.fits(new Capacity(2001, 1))).isFalse();
        assertThat(Capacity.ofMachine(1, 512, 1024).memoryMib()).isZero();
    }
}
