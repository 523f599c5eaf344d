package io.spindrift.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

final class MoneyTest {
    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void of_decimalAmount_isExact() {
        assertThat(Money.of(new BigDecimal("0.031611"), USD)).isEqualTo(new Money(31_611_000, USD));
    }

    @Test
    void of_tooManyDecimals_isRefused() {
        assertThatThrownBy(() -> Money.of(new BigDecimal("0.0000000001"), USD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nine decimals");
    }

    @Test
    void plus_otherCurrency_isRefused() {
        assertThatThrownBy(() -> Money.zero(USD).plus(Money.zero(Currency.getInstance("EUR"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void amount_roundTrips() {
        assertThat(new Money(842_000_000, USD).amount()).isEqualByComparingTo("0.842");
    }
}
