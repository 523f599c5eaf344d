package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the words by which a quota refuses: `exceeded quota: NAME, requested: cpu=2, used: cpu=1,
/// limited: cpu=1`. Pure.
final class Quotas {
    private static final Pattern PART =
            Pattern.compile("(requested|limited): ([^:]*?)(?:, \\w+:|$)");

    private Quotas() {}

    /// Whether the request alone is more than the quota: then no wait helps.
    static boolean everTooSmall(String said) {
        Map<String, Map<String, BigDecimal>> parts = new HashMap<>();
        Matcher matcher = PART.matcher(said);
        for (int from = 0; matcher.find(from); from = matcher.end(2)) {
            parts.put(matcher.group(1), amounts(matcher.group(2)));
        }
        Map<String, BigDecimal> limits = parts.getOrDefault("limited", Map.of());
        return parts.getOrDefault("requested", Map.of()).entrySet().stream()
                .anyMatch(entry -> {
                    BigDecimal limit = limits.get(entry.getKey());
                    return limit != null && entry.getValue().compareTo(limit) > 0;
                });
    }

    private static Map<String, BigDecimal> amounts(String list) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        for (String each : list.split(",")) {
            String[] words = each.strip().split("=", 2);
            if (words.length == 2) {
                try {
                    amounts.put(words[0], Quantity.getAmountInBytes(Quantity.parse(words[1])));
                } catch (IllegalArgumentException e) {
                    amounts.remove(words[0]); // not a quantity: it decides nothing
                }
            }
        }
        return amounts;
    }
}
