package io.spindrift.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A schedule in its zone.
public record Timetable(Cron cron, ZoneId zone) {
    /// How long ago a time may have been due and still be made up for.
    public static final Duration CATCH_UP = Duration.ofDays(1);

    /// One of every second for a day.
    private static final int MOST_MISSED = 100_000;

    private static final Pattern OWN_ZONE = Pattern.compile("(?:CRON_)?TZ=(\\S+)\\s+(.*)");

    public Timetable {
        Objects.requireNonNull(cron, "cron");
        Objects.requireNonNull(zone, "zone");
    }

    /// @param expression may begin with a zone of its own, `TZ=Europe/Berlin 0 3 * * *`
    /// @param zone used where it has none; blank for UTC
    /// @throws IllegalArgumentException saying what cannot be read
    public static Timetable of(String expression, String zone) {
        Matcher own = OWN_ZONE.matcher(expression.strip());
        return own.matches()
                ? new Timetable(Cron.parse(own.group(2)), Cron.zone(own.group(1)))
                : new Timetable(Cron.parse(expression), Cron.zone(zone));
    }

    public Optional<Instant> next(Instant after) {
        return cron.next(after, zone);
    }

    /// The run that is due now: of all times since `since` the last one. Those before it are not
    /// made up for one by one, and none at all that is more than a day old.
    ///
    /// @param since when it ran last, or was made
    public Optional<Due> due(Instant since, Instant now) {
        Instant from = now.minus(CATCH_UP);
        Instant at = since.isBefore(from) ? from : since;
        Instant last = null;
        int times = 0;
        while (times < MOST_MISSED) {
            Instant next = next(at).orElse(null);
            if (next == null || next.isAfter(now)) {
                break;
            }
            last = next;
            at = next;
            times++;
        }
        return last == null ? Optional.empty() : Optional.of(new Due(last, times - 1));
    }

    /// @param missed how many times before it have passed without a run, within the last day
    public record Due(Instant at, int missed) {}
}
