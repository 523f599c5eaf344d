package io.spindrift.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something is to run: five fields (`minute hour day month weekday`), a word such as
/// `@daily`, or `@every 90m`.
///
/// Where the clocks of the zone change: a time that they leap over is taken up by the moment after
/// the leap; one that they pass twice counts the first time. A schedule of every hour (`*` there)
/// goes on through both, once in each hour that really passes.
public sealed interface Cron {
    /// The first time after `after`; empty where there is none within eight years, as of a 30
    /// February.
    Optional<Instant> next(Instant after, ZoneId zone);

    /// @throws IllegalArgumentException saying what cannot be read
    static Cron parse(String text) {
        String plain = text.strip();
        if (plain.startsWith("@every ")) {
            return Every.parse(plain.substring("@every ".length()).strip());
        }
        String spelled = Calendar.WORDS.getOrDefault(plain, plain);
        if (spelled.startsWith("@")) {
            throw new IllegalArgumentException(
                    "'"
                            + plain
                            + "' is no schedule; known are @hourly, @daily, @weekly, @monthly,"
                            + " @yearly and @every 1h30m");
        }
        return Calendar.parse(spelled);
    }

    /// Again and again, so long after the last time.
    record Every(Duration pause) implements Cron {
        private static final Pattern LENGTH =
                Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

        public Every {
            if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("a schedule has at least a second between runs");
            }
        }

        private static Every parse(String text) {
            Matcher matcher = LENGTH.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'@every " + text + "' is no schedule; write it as @every 1h30m10s");
            }
            return new Every(
                    Duration.ofHours(number(matcher.group(1)))
                            .plusMinutes(number(matcher.group(2)))
                            .plusSeconds(number(matcher.group(3))));
        }

        private static long number(@org.jspecify.annotations.Nullable String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(pause));
        }
    }

    /// By the calendar. Where both a day of the month and one of the week are given, either does.
    record Calendar(
            CronField minutes,
            CronField hours,
            CronField days,
            CronField months,
            CronField weekdays)
            implements Cron {
        private static final Map<String, String> WORDS =
                Map.of(
                        "@yearly", "0 0 1 1 *",
                        "@annually", "0 0 1 1 *",
                        "@monthly", "0 0 1 * *",
                        "@weekly", "0 0 * * 0",
                        "@daily", "0 0 * * *",
                        "@midnight", "0 0 * * *",
                        "@hourly", "0 * * * *");

        /// From one 29 February to the next over a century without one.
        private static final int MOST_DAYS = 366 * 8 + 2;

        private static Calendar parse(String text) {
            String[] fields = text.split("\\s+");
            if (fields.length != 5) {
                throw new IllegalArgumentException(
                        "a schedule has five fields (minute hour day month weekday), '"
                                + text
                                + "' has "
                                + fields.length);
            }
            return new Calendar(
                    CronField.parse(fields[0], CronField.Kind.MINUTE),
                    CronField.parse(fields[1], CronField.Kind.HOUR),
                    CronField.parse(fields[2], CronField.Kind.DAY),
                    CronField.parse(fields[3], CronField.Kind.MONTH),
                    CronField.parse(fields[4], CronField.Kind.WEEKDAY));
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            // The clock may have been set back over midnight.
            LocalDate first = after.atZone(zone).toLocalDate().minusDays(1);
            for (int i = 0; i <= MOST_DAYS; i++) {
                LocalDate day = first.plusDays(i);
                if (matches(day)) {
                    Optional<Instant> found = next(after, day, zone.getRules());
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        }

        private boolean matches(LocalDate day) {
            boolean month = days.has(day.getDayOfMonth());
            boolean week = weekdays.has(day.getDayOfWeek().getValue() % 7);
            boolean either = !days.any() && !weekdays.any();
            return months.has(day.getMonthValue()) && (either ? month || week : month && week);
        }

        private Optional<Instant> next(Instant after, LocalDate day, ZoneRules rules) {
            Instant begin = day.atStartOfDay().minusDays(1).toInstant(ZoneOffset.UTC);
            ZoneOffsetTransition change =
                    rules.isFixedOffset() ? null : rules.nextTransition(begin);
            boolean plain =
                    change == null || change.getInstant().isAfter(begin.plus(Duration.ofDays(3)));
            return plain ? onPlainDay(after, day, rules) : onDayOfChange(after, day, rules);
        }

        private Optional<Instant> onPlainDay(Instant after, LocalDate day, ZoneRules rules) {
            ZoneOffset offset = rules.getOffset(day.atStartOfDay());
            LocalDateTime from = LocalDateTime.ofInstant(after, offset);
            if (from.toLocalDate().isAfter(day)) {
                return Optional.empty();
            }
            boolean today = from.toLocalDate().equals(day);
            for (int hour = today ? from.getHour() : 0; hour < 24; hour++) {
                for (int minute = 0; hours.has(hour) && minute < 60; minute++) {
                    LocalDateTime at = day.atTime(hour, minute);
                    if (minutes.has(minute) && at.isAfter(from)) {
                        return Optional.of(at.toInstant(offset));
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Instant> onDayOfChange(Instant after, LocalDate day, ZoneRules rules) {
            List<Instant> times = new ArrayList<>();
            for (int hour = 0; hour < 24; hour++) {
                for (int minute = 0; hours.has(hour) && minute < 60; minute++) {
                    if (minutes.has(minute)) {
                        add(day.atTime(LocalTime.of(hour, minute)), rules, times);
                    }
                }
            }
            return times.stream()
                    .filter(time -> time.isAfter(after))
                    .min(Comparator.naturalOrder());
        }

        private void add(LocalDateTime at, ZoneRules rules, List<Instant> times) {
            List<ZoneOffset> offsets = rules.getValidOffsets(at);
            if (offsets.isEmpty() && !hours.any()) {
                times.add(rules.getTransition(at).getInstant());
            } else if (!offsets.isEmpty()) {
                times.add(at.toInstant(offsets.getFirst()));
                if (hours.any()) {
                    times.add(at.toInstant(offsets.getLast()));
                }
            }
        }
    }

    /// A zone by its name; none, and `Local`, is UTC.
    ///
    /// @throws IllegalArgumentException where there is no such zone
    static ZoneId zone(String name) {
        if (name.isBlank() || name.equals("Local")) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "there is no time zone '" + name + "'; write it as Europe/Berlin", e);
        }
    }
}
