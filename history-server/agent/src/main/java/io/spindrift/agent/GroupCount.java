package io.spindrift.agent;

import org.jspecify.annotations.Nullable;

/// What the kernel has counted of a container by one time; [#UNKNOWN] for what it does not tell.
final class GroupCount {
    static final long UNKNOWN = -1;
    static final int FIELDS = 5;
    static final GroupCount NOTHING = new GroupCount(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    /// Memory that counts against the limit.
    final long chargedBytes;

    /// CPU time used so far.
    final long cpuMicros;

    /// Periods so far in which it ran under a limit of CPU, and those in which the limit held it
    /// up.
    final long periods;

    final long throttledPeriods;
    final long throttledMicros;

    GroupCount(
            long chargedBytes,
            long cpuMicros,
            long periods,
            long throttledPeriods,
            long throttledMicros) {
        this.chargedBytes = chargedBytes;
        this.cpuMicros = cpuMicros;
        this.periods = periods;
        this.throttledPeriods = throttledPeriods;
        this.throttledMicros = throttledMicros;
    }

    String message() {
        return chargedBytes
                + " "
                + cpuMicros
                + " "
                + periods
                + " "
                + throttledPeriods
                + " "
                + throttledMicros;
    }

    /// @param from where it begins among the words of a message
    /// @throws NumberFormatException where one is no number
    static GroupCount parse(String[] words, int from) {
        return new GroupCount(
                Long.parseLong(words[from]),
                Long.parseLong(words[from + 1]),
                Long.parseLong(words[from + 2]),
                Long.parseLong(words[from + 3]),
                Long.parseLong(words[from + 4]));
    }

    /// What is known, as fields of an object that has others before them.
    void addTo(StringBuilder json) {
        add(json, "chargedBytes", chargedBytes);
        add(json, "cpuMicros", cpuMicros);
        add(json, "cpuPeriods", periods);
        add(json, "throttledPeriods", throttledPeriods);
        add(json, "throttledMicros", throttledMicros);
    }

    private static void add(StringBuilder json, String name, long value) {
        if (value != UNKNOWN) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupCount && message().equals(((GroupCount) other).message());
    }

    @Override
    public int hashCode() {
        return message().hashCode();
    }

    @Override
    public String toString() {
        return message();
    }
}
