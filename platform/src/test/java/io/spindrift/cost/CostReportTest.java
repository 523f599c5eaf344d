package io.spindrift.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.app.AppKey;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CostReportTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-16");

    @TempDir Path folder;

    @Test
    void of_days_putsEachCostInItsBucketAndGroup() {
        CostReport report =
                CostReport.of(
                        query(MONDAY, MONDAY.plusDays(3), new CostQuery.ByJob(), 12),
                        List.of(
                                cost("a", "etl", MONDAY, 3_000_000_000L),
                                cost("b", "etl", MONDAY.plusDays(2), 1_000_000_000L),
                                cost("c", null, MONDAY.plusDays(1), 2_000_000_000L),
                                cost("d", "etl", MONDAY.minusDays(1), 2_000_000_000L),
                                cost("e", "etl", MONDAY.minusDays(4), 99_000_000_000L),
                                cost("f", "etl", MONDAY.plusDays(3), 99_000_000_000L)));
        assertThat(report.buckets())
                .containsExactly(MONDAY, MONDAY.plusDays(1), MONDAY.plusDays(2));
        CostReport.Group etl = report.groups().getFirst();
        assertThat(etl.key()).isEqualTo("etl");
        assertThat(etl.values()).containsExactly(3.0, 0.0, 1.0);
        assertThat(etl.totals().applications()).isEqualTo(2);
        assertThat(etl.share()).isCloseTo(4.0 / 6, within(1e-9));
        assertThat(etl.change()).isEqualTo(1.0);
        assertThat(report.groups().get(1).key()).isNull();
        assertThat(report.groups().get(1).change()).isNull();
        assertThat(report.totals().costNanos()).isEqualTo(6_000_000_000L);
        assertThat(report.before().costNanos()).isEqualTo(2_000_000_000L);
    }

    @Test
    void of_manyGroups_restIsOne() {
        List<BookedCost> costs =
                List.of(
                        cost("a", "j1", MONDAY, 5),
                        cost("b", "j2", MONDAY, 4),
                        cost("c", "j3", MONDAY, 3),
                        cost("d", "j4", MONDAY, 2));
        CostReport report =
                CostReport.of(query(MONDAY, MONDAY.plusDays(1), new CostQuery.ByJob(), 2), costs);
        assertThat(report.groups())
                .extracting(CostReport.Group::key)
                .containsExactly("j1", "j2", null);
        assertThat(report.groups().getLast().rest()).isTrue();
        assertThat(report.groups().getLast().totals().costNanos()).isEqualTo(5);
    }

    @Test
    void of_weeksAndMonths_beginOnMondayAndTheFirst() {
        CostQuery.Interval week = CostQuery.Interval.WEEK;
        assertThat(week.bucket(LocalDate.parse("2026-11-22"))).isEqualTo(MONDAY);
        assertThat(CostQuery.Interval.MONTH.bucket(MONDAY))
                .isEqualTo(LocalDate.parse("2026-11-01"));
        CostQuery query =
                new CostQuery(
                        MONDAY.plusDays(2),
                        MONDAY.plusDays(9),
                        week,
                        new CostQuery.Together(),
                        CostQuery.Metric.CORE_HOURS,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        1);
        CostReport report = CostReport.of(query, List.of(cost("a", "etl", MONDAY.plusDays(8), 1)));
        assertThat(report.buckets()).containsExactly(MONDAY, MONDAY.plusDays(7));
        assertThat(report.groups().getFirst().values()).containsExactly(0.0, 2.0);
    }

    @Test
    void of_labelAndFilters_chooseCosts() {
        CostQuery query =
                new CostQuery(
                        MONDAY,
                        MONDAY.plusDays(1),
                        CostQuery.Interval.DAY,
                        new CostQuery.ByLabel("team"),
                        CostQuery.Metric.COST,
                        Set.of("local"),
                        Set.of("etl"),
                        Set.of("amy"),
                        5);
        CostReport report =
                CostReport.of(
                        query, List.of(cost("a", "etl", MONDAY, 5), cost("b", "other", MONDAY, 7)));
        assertThat(report.groups()).extracting(CostReport.Group::key).containsExactly("data");
        assertThat(report.totals().costNanos()).isEqualTo(5);
    }

    @Test
    void query_turnedRound_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query(MONDAY, MONDAY, new CostQuery.Together(), 1));
    }

    @Test
    void book_twice_keepsEachRowOnce() {
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0))) {
            CostLedger ledger = new CostLedger(database);
            BookedCost first = cost("a", "etl", MONDAY, 5);
            BookedCost second = cost("a", null, MONDAY.plusDays(1), 7);
            BookedCost whole = cost("a", "etl", MONDAY.plusDays(1), 12);
            ledger.book(List.of(first, second), whole);
            ledger.book(List.of(first, second), whole);
            assertThat(ledger.byDay(MONDAY, MONDAY.plusDays(2))).containsExactly(first, second);
            assertThat(ledger.byDay(MONDAY, MONDAY.plusDays(1))).containsExactly(first);
            assertThat(ledger.byFinish(MONDAY, MONDAY.plusDays(2))).containsExactly(whole);
            assertThat(ledger.byFinish(MONDAY, MONDAY.plusDays(1))).isEmpty();
        }
    }

    private static CostQuery query(
            LocalDate from, LocalDate to, CostQuery.Grouping grouping, int groups) {
        return new CostQuery(
                from,
                to,
                CostQuery.Interval.DAY,
                grouping,
                CostQuery.Metric.COST,
                Set.of(),
                Set.of(),
                Set.of(),
                groups);
    }

    private static BookedCost cost(String app, @Nullable String job, LocalDate day, long nanos) {
        return new BookedCost(
                new AppKey("local", app),
                job,
                "amy",
                "4.3.0",
                Map.of("team", "data"),
                new DayShare(day, nanos, nanos / 2, 7_200_000, 3_600_000));
    }
}
