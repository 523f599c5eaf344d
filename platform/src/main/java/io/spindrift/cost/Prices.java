package io.spindrift.cost;

import io.spindrift.cloud.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;

/// What a core and a GiB cost for an hour on this machine.
public record Prices(Money perCoreHour, Money perGibHour) {
    private static final BigInteger MIB_PER_GIB = BigInteger.valueOf(1024);
    private static final BigDecimal DIVISOR = BigDecimal.valueOf(1024L * 3_600_000L);

    public Prices {
        Objects.requireNonNull(perCoreHour, "perCoreHour");
        if (!perCoreHour.currency().equals(perGibHour.currency())) {
            throw new IllegalArgumentException("prices have one currency");
        }
        if (perCoreHour.nanos() < 0 || perGibHour.nanos() < 0) {
            throw new IllegalArgumentException("prices are not negative");
        }
    }

    public Currency currency() {
        return perCoreHour.currency();
    }

    /// The price of that many cores and that much memory for that long, to the nearest billionth.
    long nanos(int cores, int memoryMib, long millis) {
        BigInteger perHour =
                BigInteger.valueOf(perCoreHour.nanos())
                        .multiply(BigInteger.valueOf(cores))
                        .multiply(MIB_PER_GIB)
                        .add(
                                BigInteger.valueOf(perGibHour.nanos())
                                        .multiply(BigInteger.valueOf(memoryMib)));
        return new BigDecimal(perHour.multiply(BigInteger.valueOf(millis)))
                .divide(DIVISOR, 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
