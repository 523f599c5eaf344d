package io.spindrift.history.issue;

import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.RunFacts;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the run was told, with Spark's own defaults.
record Settings(RunFacts facts) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([bkmgtp]?)(i?b)?");
    private static final String UNITS = "bkmgtp";
    private static final double HEAP_FREE_OF_SPARK = 300 << 20;

    boolean has(String key) {
        return facts.environment().sparkProperties().stream()
                .anyMatch(property -> property.key().equals(key));
    }

    String text(String key, String otherwise) {
        return facts.environment().sparkProperties().stream()
                .filter(property -> property.key().equals(key))
                .map(Property::value)
                .findFirst()
                .orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return Boolean.parseBoolean(text(key, String.valueOf(otherwise)).strip());
    }

    OptionalLong number(String key) {
        String text = text(key, "").strip();
        return text.matches("-?\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /// @param unit of a number without one: `m` for memory of containers, `b` for most others
    long bytes(String key, String otherwise, char unit) {
        Matcher size = SIZE.matcher(text(key, otherwise).strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return 0;
        }
        char given = size.group(2).isEmpty() ? unit : size.group(2).charAt(0);
        return Long.parseLong(size.group(1)) << (10 * UNITS.indexOf(given));
    }

    long executorMemoryBytes() {
        return bytes("spark.executor.memory", "1g", 'm');
    }

    long driverMemoryBytes() {
        return bytes("spark.driver.memory", "1g", 'm');
    }

    /// What execution and storage share: a fraction of the heap less what Spark keeps free.
    double unifiedMemoryBytes() {
        double fraction = Double.parseDouble(decimal("spark.memory.fraction", "0.6"));
        return Math.max(0, executorMemoryBytes() - HEAP_FREE_OF_SPARK) * fraction;
    }

    private String decimal(String key, String otherwise) {
        String text = text(key, otherwise).strip();
        return text.matches("\\d{1,3}(\\.\\d{1,9})?") ? text : otherwise;
    }

    boolean dynamicAllocation() {
        return flag("spark.dynamicAllocation.enabled", false);
    }

    /// On by default from Spark 3.2.
    boolean adaptive() {
        String version = facts.app().sparkVersion();
        boolean old = version.startsWith("2.") || version.matches("3\\.[01]\\..*");
        return flag("spark.sql.adaptive.enabled", !old);
    }

    long shufflePartitions() {
        return number("spark.sql.shuffle.partitions").orElse(200);
    }

    /// As a setting has it, rounded up to a quarter of a gibibyte: `3g`, `1280m`.
    static String memory(double bytes) {
        long quarters = Math.max(1, (long) Math.ceil(bytes / (256 << 20)));
        return quarters % 4 == 0 ? quarters / 4 + "g" : quarters * 256 + "m";
    }
}
