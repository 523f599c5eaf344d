package io.spindrift.history.store;

import io.spindrift.history.AppRun;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All runs, summed up, in memory: some 2 KB each, so that lists need no rows.
final class RunList {
    private final Map<RunId, AppRun> runs = new ConcurrentSkipListMap<>();

    void put(AppRun run) {
        runs.put(run.id(), run);
    }

    void remove(RunId run) {
        runs.remove(run);
    }

    Optional<AppRun> get(RunId run) {
        return Optional.ofNullable(runs.get(run));
    }

    List<AppRun> attempts(String appIdOrSparkAppId) {
        List<AppRun> ours = matching(run -> run.id().appId().equals(appIdOrSparkAppId));
        return ours.isEmpty() ? matching(run -> run.sparkAppId().equals(appIdOrSparkAppId)) : ours;
    }

    private List<AppRun> matching(Predicate<AppRun> wanted) {
        return runs.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(AppRun::id).reversed())
                .toList();
    }

    Page<AppRun> find(RunQuery query) {
        Comparator<AppRun> order = order(query.sort());
        List<AppRun> found =
                runs.values().stream()
                        .filter(run -> matches(query, run))
                        .sorted(
                                (query.descending() ? order.reversed() : order)
                                        .thenComparing(AppRun::id))
                        .toList();
        return new Page<>(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    private static Comparator<AppRun> order(RunQuery.Sort sort) {
        return switch (sort) {
            case STARTED -> Comparator.comparing(AppRun::startedAt);
            case ENDED -> Comparator.comparing(run -> orElse(run.endedAt(), Instant.MAX));
            case DURATION -> Comparator.comparing(AppRun::duration);
            case NAME -> Comparator.comparing(AppRun::name);
            case USER -> Comparator.comparing(AppRun::user);
            case EFFICIENCY -> Comparator.comparingDouble(run -> run.efficiency().orElse(-1));
            case TASKS -> Comparator.comparingInt(run -> run.totals().tasks().total());
            case ISSUES ->
                    Comparator.comparingInt((AppRun run) -> run.totals().issues().errors())
                            .thenComparingInt(run -> run.totals().issues().warnings())
                            .thenComparingInt(run -> run.totals().issues().infos());
        };
    }

    private static boolean matches(RunQuery query, AppRun run) {
        return (oneOf(query.appIds(), run.id().appId())
                        || query.appIds().contains(run.sparkAppId()))
                && oneOf(query.jobIds(), run.jobId())
                && oneOf(query.users(), run.user())
                && oneOf(query.sparkVersions(), run.sparkVersion())
                && (query.states().isEmpty() || query.states().contains(run.state()))
                && named(query.name(), run)
                && within(run.startedAt(), query.startedFrom(), query.startedTo())
                && ended(query, run)
                && (!query.withIssuesOnly()
                        || run.totals().issues().errors() + run.totals().issues().warnings() > 0);
    }

    private static boolean oneOf(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }

    private static boolean named(@Nullable String part, AppRun run) {
        if (part == null || part.isEmpty()) {
            return true;
        }
        String wanted = part.toLowerCase(Locale.ROOT);
        String jobId = run.jobId();
        return List.of(
                        run.name(),
                        run.id().appId(),
                        run.sparkAppId(),
                        run.user(),
                        jobId == null ? "" : jobId)
                .stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static boolean ended(RunQuery query, AppRun run) {
        if (query.endedFrom() == null && query.endedTo() == null) {
            return true;
        }
        Instant ended = run.endedAt();
        return ended != null && within(ended, query.endedFrom(), query.endedTo());
    }

    private static boolean within(Instant time, @Nullable Instant from, @Nullable Instant to) {
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    private static Instant orElse(@Nullable Instant time, Instant other) {
        return time == null ? other : time;
    }
}
