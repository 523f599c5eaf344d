package io.spindrift.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *         | 2026-11-22T10:00:00Z | 2026-11-22T10:01:00Z",
                "* * * * *         | 2026-11-22T10:00:59Z | 2026-11-22T10:01:00Z",
                "*/15 * * * *      | 2026-11-22T10:46:00Z | 2026-11-22T11:00:00Z",
                "7/20 * * * *      | 2026-11-22T10:07:00Z | 2026-11-22T10:27:00Z",
                "5-7,50 9 * * *    | 2026-11-22T09:07:00Z | 2026-11-22T09:50:00Z",
                "0 3 * * *         | 2026-11-22T03:00:00Z | 2026-11-23T03:00:00Z",
                "0 0 1 * *         | 2026-12-31T12:00:00Z | 2027-01-01T00:00:00Z",
                "0 0 31 * *        | 2026-11-01T00:00:00Z | 2026-12-31T00:00:00Z",
                "0 0 29 2 *        | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 29 2 *        | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "0 9 * * mon-FRI   | 2026-11-20T10:00:00Z | 2026-11-23T09:00:00Z",
                "0 9 * * 7         | 2026-11-20T10:00:00Z | 2026-11-22T09:00:00Z",
                "0 9 * * 0         | 2026-11-20T10:00:00Z | 2026-11-22T09:00:00Z",
                "0 9 * * 5-7       | 2026-11-20T10:00:00Z | 2026-11-21T09:00:00Z",
                // Either day does where both are given.
                "0 9 13 * fri      | 2026-11-14T00:00:00Z | 2026-11-20T09:00:00Z",
                "0 9 13 * fri      | 2026-12-12T00:00:00Z | 2026-12-13T09:00:00Z",
                "0 9 13 * ?        | 2026-11-14T00:00:00Z | 2026-12-13T09:00:00Z",
                "0 0 * jan,jul *   | 2026-11-22T00:00:00Z | 2027-01-01T00:00:00Z",
                "@hourly           | 2026-11-22T10:00:01Z | 2026-11-22T11:00:00Z",
                "@daily            | 2026-11-22T10:00:01Z | 2026-11-23T00:00:00Z",
                "@weekly           | 2026-11-22T10:00:01Z | 2026-11-29T00:00:00Z",
                "@monthly          | 2026-11-22T10:00:01Z | 2026-12-01T00:00:00Z",
                "@yearly           | 2026-11-22T10:00:01Z | 2027-01-01T00:00:00Z",
                "@every 90s        | 2026-11-22T10:00:01Z | 2026-11-22T10:01:31Z",
                "@every 1h30m      | 2026-11-22T10:00:01Z | 2026-11-22T11:30:01Z",
            })
    void next_isTheFirstTimeAfter(String expression, Instant after, Instant expected) {
        assertThat(Cron.parse(expression).next(after, ZoneOffset.UTC)).contains(expected);
    }

    @Test
    void next_whereThereIsNone_isEmpty() {
        assertThat(Cron.parse("0 0 30 2 *").next(Instant.EPOCH, ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The clocks leap from 2 to 3 on 2026-03-29, and are set back from 3 to 2 on 10-25.
                "30 2 * * * | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z",
                "30 2 * * * | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z",
                "30 2 * * * | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z",
                "30 2 * * * | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z",
                "0 0 * * *  | 2026-03-28T22:59:00Z | 2026-03-28T23:00:00Z",
                "0 0 * * *  | 2026-03-28T23:00:00Z | 2026-03-29T22:00:00Z",
                "0 9 * * *  | 2026-07-01T00:00:00Z | 2026-07-01T07:00:00Z",
                "0 9 * * *  | 2026-12-01T00:00:00Z | 2026-12-01T08:00:00Z",
            })
    void next_whereTheClocksChange_isNeitherLostNorTwice(
            String expression, Instant after, Instant expected) {
        assertThat(Cron.parse(expression).next(after, BERLIN)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T22:00:00Z", "2026-10-24T20:00:00Z"})
    void everyHour_goesOnThroughAChange_onceInEachHourThatPasses(Instant from) {
        Cron cron = Cron.parse("15 * * * *");
        List<Instant> times = times(cron, from, 8);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(from.plus(Duration.ofMinutes(15 + 60L * i)));
        }
    }

    @Test
    void next_inAZoneThatSkippedADay_goesOn() {
        // Samoa had no 30 December 2011.
        assertThat(
                        Cron.parse("0 12 * * *")
                                .next(
                                        Instant.parse("2011-12-29T23:00:00Z"),
                                        ZoneId.of("Pacific/Apia")))
                .contains(Instant.parse("2011-12-30T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "1,, * * * *",
                "@often",
                "@every",
                "@every 0s",
                "@every 1d",
                "@every 5",
            })
    void parse_ofWhatIsNoSchedule_isRefused(String expression) {
        assertThatThrownBy(() -> Cron.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schedule");
    }

    @Test
    void timetable_takesTheZoneOfTheExpression_beforeTheOther() {
        Instant after = Instant.parse("2026-07-01T00:00:00Z");
        assertThat(Timetable.of("TZ=Europe/Berlin 0 9 * * *", "").next(after))
                .contains(Instant.parse("2026-07-01T07:00:00Z"));
        assertThat(Timetable.of("0 9 * * *", "Asia/Tokyo").next(after))
                .contains(Instant.parse("2026-07-02T00:00:00Z"));
        assertThat(Timetable.of("0 9 * * *", "Local").zone()).isEqualTo(ZoneOffset.UTC);
        assertThatThrownBy(() -> Timetable.of("0 9 * * *", "Mars/Olympus"))
                .hasMessageContaining("no time zone 'Mars/Olympus'");
    }

    @Test
    void due_afterADowntime_isTheLastTimeAlone() {
        Timetable hourly = Timetable.of("@hourly", "");
        Instant since = Instant.parse("2026-11-22T01:00:00Z");
        assertThat(hourly.due(since, since.plusSeconds(3599))).isEmpty();
        assertThat(hourly.due(since, Instant.parse("2026-11-22T02:00:00Z")))
                .contains(new Timetable.Due(Instant.parse("2026-11-22T02:00:00Z"), 0));
        assertThat(hourly.due(since, Instant.parse("2026-11-22T05:10:00Z")))
                .contains(new Timetable.Due(Instant.parse("2026-11-22T05:00:00Z"), 3));
    }

    @Test
    void due_moreThanADayAgo_isNotMadeUpFor() {
        Timetable yearly = Timetable.of("@yearly", "");
        Instant since = Instant.parse("2025-06-01T00:00:00Z");
        assertThat(yearly.due(since, Instant.parse("2026-01-01T20:00:00Z"))).isPresent();
        assertThat(yearly.due(since, Instant.parse("2026-01-02T00:00:00Z"))).isEmpty();
    }

    private static List<Instant> times(Cron cron, Instant from, int count) {
        List<Instant> times = new ArrayList<>();
        Instant at = from;
        for (int i = 0; i < count; i++) {
            at = Optional.of(at).flatMap(last -> cron.next(last, BERLIN)).orElseThrow();
            times.add(at);
        }
        return times;
    }
}
