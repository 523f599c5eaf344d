package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory and cores as people write them, for Spark (`2g`, `512m`) and for Kubernetes (`2Gi`,
/// `200m`).
final class Sizes {
    private static final Pattern MEMORY =
            Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([kmgt]?)(?:i?b|i)?");
    private static final Pattern CORES = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)(m?)");
    private static final Map<String, BigDecimal> MIB =
            Map.of(
                    "k",
                    new BigDecimal("0.0009765625"),
                    "m",
                    BigDecimal.ONE,
                    "",
                    BigDecimal.ONE,
                    "g",
                    BigDecimal.valueOf(1024),
                    "t",
                    BigDecimal.valueOf(1024 * 1024));
    private static final BigDecimal MOST_MIB = BigDecimal.valueOf(16L * 1024 * 1024);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private Sizes() {}

    /// Whole MiB, rounded up; a number without a unit counts MiB, as in `spark.driver.memory`.
    static Optional<Integer> memoryMib(JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            return Optional.empty();
        }
        Matcher matcher = MEMORY.matcher(value.asText().trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = MIB.getOrDefault(matcher.group(2), BigDecimal.ONE);
        BigDecimal mib = new BigDecimal(matcher.group(1)).multiply(unit);
        return mib.compareTo(MOST_MIB) > 0
                ? Optional.empty()
                : Optional.of(mib.setScale(0, RoundingMode.CEILING).intValueExact());
    }

    /// Thousandths of a core: 200 for `0.2` and `"200m"`.
    static Optional<Integer> milliCores(JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            return Optional.empty();
        }
        Matcher matcher = CORES.matcher(value.asText().trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        BigDecimal milli = matcher.group(2).isEmpty() ? number.multiply(THOUSAND) : number;
        BigDecimal whole = milli.stripTrailingZeros();
        return whole.scale() > 0 || whole.signum() <= 0 || whole.compareTo(MOST_MIB) > 0
                ? Optional.empty()
                : Optional.of(whole.intValueExact());
    }

    /// As Spark writes it: `2g`, `1536m`.
    static String text(int mib) {
        return mib % 1024 == 0 ? mib / 1024 + "g" : mib + "m";
    }
}
