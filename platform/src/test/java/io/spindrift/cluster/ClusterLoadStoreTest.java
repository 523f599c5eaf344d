package io.spindrift.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The load of clusters: folded, found again, forgotten in time.
final class ClusterLoadStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    @TempDir Path folder;
    private Database database;
    private ClusterLoadStore store;

    @BeforeEach
    void open() {
        database = Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0));
        store = new ClusterLoadStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void samplesOfAStep_areItsMeanAndItsMost() {
        add(new LoadSample(2, 0, 3000), NOON.plusSeconds(1));
        add(new LoadSample(4, 6, 1000), NOON.plusSeconds(70));
        LoadSpan now = last(store.curve("kube", 1, NOON.plusSeconds(80)));
        assertThat(now.samples()).isEqualTo(2);
        assertThat(now.running()).isEqualTo(3);
        assertThat(now.pending()).isEqualTo(3);
        assertThat(now.cores()).isEqualTo(2);
        assertThat(now.most()).isEqualTo(new LoadSample(4, 6, 3000));
        assertThat(last(store.curve("kube", 7, NOON.plusSeconds(80))).most()).isEqualTo(now.most());
        assertThat(last(store.curve("kube", 30, NOON.plusSeconds(80))).samples()).isEqualTo(2);
    }

    @Test
    void timeWithoutASample_isAGap() {
        add(new LoadSample(1, 0, 1000), NOON);
        add(new LoadSample(1, 0, 1000), NOON.plus(Duration.ofMinutes(11)));
        List<Optional<LoadSpan>> steps =
                store.curve("kube", 1, NOON.plus(Duration.ofMinutes(12))).steps();
        assertThat(steps).hasSize(288);
        assertThat(steps.subList(284, 288).stream().map(Optional::isPresent))
                .containsExactly(false, true, false, true);
        assertThat(store.curve("other", 1, NOON).steps()).allMatch(Optional::isEmpty);
    }

    @Test
    void curves_endWithTheStepThatHasBegun() {
        Instant now = NOON.plusSeconds(3725);
        for (int days : List.of(1, 7, 30)) {
            LoadCurve curve = store.curve("kube", days, now);
            Instant end = curve.from().plus(Duration.ofDays(days));
            assertThat(end).isAfter(now);
            assertThat(end.minus(curve.step())).isBeforeOrEqualTo(now);
            assertThat(curve.steps()).hasSizeBetween(160, 300);
        }
    }

    @Test
    void whatIsOld_isTrimmed_alsoOfClustersThatAreGone() {
        Instant old = NOON.minus(Duration.ofDays(2));
        store.add(Map.of("gone", LoadSample.NONE, "kube", LoadSample.NONE), old);
        add(LoadSample.NONE, NOON);
        store.trim(NOON);
        assertThat(present(store.curve("kube", 1, old))).as("minutes").isZero();
        assertThat(present(store.curve("kube", 7, NOON))).as("hours").isEqualTo(2);
        store.trim(NOON.plus(Duration.ofDays(30)));
        assertThat(present(store.curve("gone", 30, NOON))).isZero();
        assertThat(present(store.curve("kube", 30, NOON))).isEqualTo(1);
    }

    private void add(LoadSample sample, Instant at) {
        store.add(Map.of("kube", sample), at);
    }

    private static long present(LoadCurve curve) {
        return curve.steps().stream().filter(Optional::isPresent).count();
    }

    private static LoadSpan last(LoadCurve curve) {
        return curve.steps().getLast().orElseThrow();
    }
}
