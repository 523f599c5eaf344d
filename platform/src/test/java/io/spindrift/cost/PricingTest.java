package io.spindrift.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.app.AppKey;
import io.spindrift.cloud.Money;
import io.spindrift.track.Stay;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PricingTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Instant T0 = Instant.parse("2026-11-21T09:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Pricing PRICING = new Pricing(prices("0.02", "0.0025"));

    @Test
    void price_theExampleOfTheProduct_is318CoreHours() {
        AppCost cost =
                PRICING.price(
                        List.of(
                                stay("driver", 1, 1024, T0, minutes(30)),
                                stay("executor-0", 4, 4096, T0, minutes(30)),
                                stay("executor-1", 4, 4096, T0, Duration.parse("PT10M15S"))),
                        null,
                        T0,
                        T0.plus(minutes(30)),
                        LATER);
        assertThat(cost.coreHours()).isCloseTo(3.18, within(0.005));
        assertThat(cost.coreMillis()).isEqualTo(3_600_000L * 5 / 2 + 4 * 615_000L);
        assertThat(cost.idle()).isNull();
        assertThat(cost.days().getFirst().appMillis()).isEqualTo(minutes(30).toMillis());
    }

    @Test
    void price_oneHour_isCoresAndGibTimesTheirPrices() {
        AppCost cost =
                PRICING.price(
                        List.of(stay("driver", 2, 3072, T0, Duration.ofHours(1))),
                        null,
                        null,
                        null,
                        LATER);
        assertThat(cost.total()).isEqualTo(Money.of(new BigDecimal("0.0475"), USD));
    }

    @Test
    void price_aRunOverMidnight_isSplitAndAddsUp() {
        Instant start = Instant.parse("2026-11-20T23:30:00Z");
        AppCost cost =
                PRICING.price(
                        List.of(
                                stay("driver", 1, 1000, start, Duration.parse("PT1H0.007S")),
                                stay("executor-0", 3, 1411, start, Duration.parse("PT25H"))),
                        0.25,
                        start,
                        start.plus(Duration.ofHours(25)),
                        LATER);
        assertThat(cost.days())
                .extracting(DayShare::day)
                .containsExactly(
                        LocalDate.parse("2026-11-20"),
                        LocalDate.parse("2026-11-21"),
                        LocalDate.parse("2026-11-22"));
        assertThat(cost.days().stream().mapToLong(DayShare::costNanos).sum())
                .isEqualTo(cost.total().nanos());
        assertThat(cost.days().stream().mapToLong(DayShare::coreMillis).sum())
                .isEqualTo(cost.coreMillis());
        assertThat(cost.days())
                .extracting(DayShare::appMillis)
                .containsExactly(1_800_000L, 86_400_000L, 1_800_000L);
    }

    @Test
    void price_anyLives_partsAlwaysAddUpToTheWhole() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Stay> stays = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Instant start = T0.plusMillis(random.nextLong(200_000_000));
                Duration life = Duration.ofMillis(random.nextLong(300_000_000));
                stays.add(
                        stay(
                                i == 0 ? "driver" : "executor-" + i,
                                1 + random.nextInt(16),
                                1 + random.nextInt(65_536),
                                start,
                                life));
            }
            Pricing pricing =
                    new Pricing(
                            new Prices(
                                    new Money(random.nextLong(100_000_000), USD),
                                    new Money(random.nextLong(10_000_000), USD)));
            AppCost cost = pricing.price(stays, random.nextDouble(), null, null, LATER);
            long containers = cost.containers().stream().mapToLong(c -> c.cost().nanos()).sum();
            assertThat(containers).isEqualTo(cost.total().nanos());
            assertThat(cost.days().stream().mapToLong(DayShare::costNanos).sum())
                    .isEqualTo(cost.total().nanos());
            assertThat(cost.idle()).isLessThanOrEqualTo(cost.total());
        }
    }

    @Test
    void price_idle_isOfExecutorsOnly() {
        Stay driver = stay("driver", 1, 1024, T0, Duration.ofHours(1));
        Stay executor = stay("executor-0", 1, 1024, T0, Duration.ofHours(1));
        AppCost cost = PRICING.price(List.of(driver, executor), 0.75, null, null, LATER);
        assertThat(cost.idle()).isEqualTo(Money.of(new BigDecimal("0.005625"), USD));
        assertThat(PRICING.price(List.of(driver), 0.75, null, null, LATER).idle())
                .isEqualTo(Money.of(new BigDecimal("0.005625"), USD));
        assertThat(PRICING.price(List.of(executor), 1.2, null, null, LATER).idle())
                .isEqualTo(Money.zero(USD));
    }

    @Test
    void price_aRunningContainer_countsUpToNow() {
        Stay running = stay("driver", 1, 1024, T0, null);
        AppCost cost = PRICING.price(List.of(running), null, T0, null, T0.plus(minutes(30)));
        assertThat(cost.coreHours()).isEqualTo(0.5);
        assertThat(PRICING.price(List.of(running), null, null, null, T0.minusSeconds(5)).total())
                .isEqualTo(Money.zero(USD));
    }

    @Test
    void price_nothing_isNothing() {
        AppCost cost = PRICING.price(List.of(), null, null, null, T0);
        assertThat(cost.total()).isEqualTo(Money.zero(USD));
        assertThat(cost.days()).isEmpty();
    }

    static Prices prices(String core, String gib) {
        return new Prices(Money.of(new BigDecimal(core), USD), Money.of(new BigDecimal(gib), USD));
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    static Stay stay(
            String container, int cores, int memoryMib, Instant start, @Nullable Duration life) {
        return new Stay(
                new AppKey("local", "a"),
                1,
                container,
                "local",
                cores,
                memoryMib,
                start,
                life == null ? null : start.plus(life),
                null,
                null);
    }
}
