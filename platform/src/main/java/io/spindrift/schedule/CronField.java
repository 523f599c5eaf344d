package io.spindrift.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// One of the five fields of a cron expression: which of its values match.
///
/// @param any whether it was `*` or `?`, so that another field alone decides
record CronField(BitSet values, boolean any) {
    /// What a field may hold.
    enum Kind {
        MINUTE("minute", 0, 59, ""),
        HOUR("hour", 0, 23, ""),
        DAY("day of the month", 1, 31, ""),
        MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
        /// 0 and 7 are Sunday.
        WEEKDAY("day of the week", 0, 7, "sun mon tue wed thu fri sat");

        private final String text;
        private final int least;
        private final int most;
        private final String names;

        Kind(String text, int least, int most, String names) {
            this.text = text;
            this.least = least;
            this.most = most;
            this.names = names;
        }

        /// The place of a name, from 0; -1 where it is none.
        private int named(String name) {
            return List.of(names.split(" ")).indexOf(name);
        }
    }

    CronField {
        values = (BitSet) values.clone();
    }

    boolean has(int value) {
        return values.get(value);
    }

    /// @throws IllegalArgumentException naming the part that cannot be read
    static CronField parse(String text, Kind kind) {
        BitSet values = new BitSet();
        boolean any = false;
        for (String part : text.split(",", -1)) {
            any |= part.equals("*") || part.equals("?");
            add(part, kind, values);
        }
        if (kind == Kind.WEEKDAY && values.get(7)) {
            values.clear(7);
            values.set(0);
        }
        return new CronField(values, any);
    }

    private static void add(String part, Kind kind, BitSet values) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : number(part.substring(slash + 1), part, kind);
        if (step < 1) {
            throw wrong(part, kind);
        }
        int from = kind.least;
        // 7 is a second name of Sunday, not an eighth day.
        int to = kind == Kind.WEEKDAY ? 6 : kind.most;
        if (!range.equals("*") && !range.equals("?")) {
            int dash = range.indexOf('-');
            from = value(dash < 0 ? range : range.substring(0, dash), part, kind);
            if (dash >= 0) {
                to = value(range.substring(dash + 1), part, kind);
            } else if (slash < 0) {
                to = from;
            }
        }
        if (from > to) {
            throw wrong(part, kind);
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    private static int value(String text, String part, Kind kind) {
        int name = text.isEmpty() ? -1 : kind.named(text.toLowerCase(Locale.ROOT));
        int value = name < 0 ? number(text, part, kind) : kind.least + name;
        if (value < kind.least || value > kind.most) {
            throw wrong(part, kind);
        }
        return value;
    }

    private static int number(String text, String part, Kind kind) {
        if (!text.matches("\\d{1,4}")) {
            throw wrong(part, kind);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException wrong(String part, Kind kind) {
        return new IllegalArgumentException(
                "'%s' is no %s of a schedule, from %d to %d"
                        .formatted(part, kind.text, kind.least, kind.most));
    }
}
