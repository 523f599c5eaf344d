package io.spindrift.cloud;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/// An exact amount of money in billionths of the currency's unit, so that a second of a thousandth
/// of a core still has a price. Rounding is left to whoever shows it.
public record Money(long nanos, Currency currency) implements Comparable<Money> {
    private static final int NANO_DIGITS = 9;

    public Money {
        Objects.requireNonNull(currency, "currency");
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /// Reads a decimal amount such as `0.031611`.
    ///
    /// @throws IllegalArgumentException when it has more than nine decimals or does not fit
    public static Money of(BigDecimal amount, Currency currency) {
        try {
            return new Money(amount.movePointRight(NANO_DIGITS).longValueExact(), currency);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "an amount has at most nine decimals and 18 digits, not " + amount, e);
        }
    }

    /// @throws IllegalArgumentException when the currencies differ
    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, sameCurrency(other).nanos), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanos, sameCurrency(other).nanos), currency);
    }

    public BigDecimal amount() {
        return BigDecimal.valueOf(nanos, NANO_DIGITS);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, sameCurrency(other).nanos);
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
        }
        return other;
    }
}
