package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Applications and their attempts, as Spark lists them.
///
/// An application of one attempt goes by Spark's own id, as there; one of several by ours, since
/// each of its attempts has another id with Spark.
final class SparkApplications {
    private static final Instant NEVER = Instant.parse("3000-01-01T00:00:00Z");
    private static final Instant EVER = Instant.parse("2010-01-01T00:00:00Z");
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSz", Locale.ROOT);

    private static final int DAY_LENGTH = "2026-11-21".length();

    /// Spark writes a missing end as one millisecond before 1970.
    private static final Instant NO_END = Instant.ofEpochMilli(-1);

    private final History history;

    SparkApplications(History history) {
        this.history = history;
    }

    Iterator<ObjectNode> list(ServerRequest request) {
        Set<String> statuses = SparkQuery.oneOf(request, "status", Set.of("completed", "running"));
        Instant minDate = date(request, "minDate", EVER);
        Instant maxDate = date(request, "maxDate", NEVER);
        Instant minEnd = date(request, "minEndDate", EVER);
        Instant maxEnd = date(request, "maxEndDate", NEVER);
        int limit = SparkQuery.integer(request, "limit", Integer.MAX_VALUE);
        // An application stands where the newest of its attempts does.
        return history.lastEnded()
                .filter(run -> statuses.contains(run.endedAt() == null ? "running" : "completed"))
                .map(this::ofNewest)
                .filter(attempts -> !attempts.isEmpty())
                .filter(attempts ->
                        attempts.stream()
                                .anyMatch(run -> within(run, minDate, maxDate, minEnd, maxEnd)))
                .limit(limit)
                .map(this::application)
                .iterator();
    }

    /// The attempts of a run's application, where it is the newest of them.
    private List<AppRun> ofNewest(AppRun run) {
        List<AppRun> attempts = history.attempts(run.id().appId());
        return !attempts.isEmpty() && attempts.getFirst().id().equals(run.id())
                ? attempts
                : List.of();
    }

    ObjectNode application(List<AppRun> attempts) {
        AppRun newest = attempts.getFirst();
        boolean one = attempts.size() == 1 && !newest.sparkAppId().isEmpty();
        ObjectNode json =
                Json.object()
                        .put("id", one ? newest.sparkAppId() : newest.id().appId())
                        .put("name", newest.name());
        ArrayNode array = json.putArray("attempts");
        attempts.forEach(run -> array.add(attempt(run, attempts.size() > 1)));
        return json;
    }

    ObjectNode attempt(AppRun run, boolean oneOfSeveral) {
        Instant end = run.endedAt() == null ? NO_END : run.endedAt();
        ObjectNode json = Json.object();
        if (run.sparkAttemptId() != null || oneOfSeveral) {
            json.put(
                    "attemptId",
                    run.sparkAttemptId() == null
                            ? String.valueOf(run.id().attempt())
                            : run.sparkAttemptId());
        }
        json.put("startTime", SparkValues.time(run.startedAt()))
                .put("endTime", SparkValues.time(end))
                .put("lastUpdated", SparkValues.time(run.updatedAt()))
                .put("duration", run.duration().toMillis())
                .put("sparkUser", run.user())
                .put("completed", run.endedAt() != null)
                .put("appSparkVersion", run.sparkVersion());
        Integer code = run.exitCode();
        if (code != null) {
            json.put("exitCode", code);
        }
        return json.put("logSourceName", "spindrift")
                .put("logSourceFullPath", "spindrift")
                .put("startTimeEpoch", run.startedAt().toEpochMilli())
                .put("endTimeEpoch", end.toEpochMilli())
                .put("lastUpdatedEpoch", run.updatedAt().toEpochMilli());
    }

    /// A running application passes the end dates where the latest of them is not over yet.
    private static boolean within(
            AppRun run, Instant min, Instant max, Instant minEnd, Instant maxEnd) {
        boolean started = !run.startedAt().isBefore(min) && !run.startedAt().isAfter(max);
        Instant end = run.endedAt();
        boolean ended =
                end == null
                        ? maxEnd.isAfter(run.updatedAt())
                        : !end.isBefore(minEnd) && !end.isAfter(maxEnd);
        return started && ended;
    }

    private static Instant date(ServerRequest request, String name, Instant otherwise) {
        Optional<String> text = SparkQuery.text(request, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return ZonedDateTime.parse(text.get(), DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            return day(text.get());
        }
    }

    /// What follows the day is passed over, as there.
    private static Instant day(String text) {
        try {
            return LocalDate.parse(text.substring(0, Math.min(DAY_LENGTH, text.length())))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw new SparkRefusal(400, "Couldn't parse date: " + text);
        }
    }
}
