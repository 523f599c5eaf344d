package io.spindrift.history.store;

import io.spindrift.history.AppRun;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All runs, summed up, in memory: some 2 KB each, so that lists need no rows. The two lists that
/// are asked for most are kept in order: by start and by end, the newest first.
final class RunList {
    /// Pages this far down are found by sorting all.
    private static final int TOP_MAX = 10_000;

    private record Start(Instant at, RunId run) {
        static final Comparator<Start> NEWEST_FIRST =
                Comparator.comparing(Start::at).reversed().thenComparing(Start::run);

        static Start of(AppRun run) {
            return new Start(run.startedAt(), run.id());
        }
    }

    /// A missing end is before all others.
    private record End(Instant at, Start start) {
        static final Comparator<End> NEWEST_FIRST =
                Comparator.comparing(End::at)
                        .reversed()
                        .thenComparing(End::start, Start.NEWEST_FIRST);

        static End of(AppRun run) {
            return new End(orElse(run.endedAt(), Instant.MIN), Start.of(run));
        }
    }

    private final Map<RunId, AppRun> runs = new ConcurrentHashMap<>();
    private final Set<Start> newest = new ConcurrentSkipListSet<>(Start.NEWEST_FIRST);

    private final Set<End> lastEnded = new ConcurrentSkipListSet<>(End.NEWEST_FIRST);

    /// What a run is called, in small letters, for the one question that reads texts of all.
    private final Map<RunId, String> words = new ConcurrentHashMap<>();

    /// By our id and by Spark's.
    private final Map<String, Set<RunId>> named = new ConcurrentHashMap<>();

    /// Readers see the run at any time, before or after.
    synchronized void put(AppRun run) {
        words.put(run.id(), words(run));
        AppRun before = runs.put(run.id(), run);
        newest.add(Start.of(run));
        lastEnded.add(End.of(run));
        name(run.id().appId(), run.id());
        name(run.sparkAppId(), run.id());
        if (before != null && !before.startedAt().equals(run.startedAt())) {
            newest.remove(Start.of(before));
        }
        if (before != null && !End.of(before).equals(End.of(run))) {
            lastEnded.remove(End.of(before));
        }
        if (before != null
                && !before.sparkAppId().equals(run.sparkAppId())
                && !before.sparkAppId().equals(run.id().appId())) {
            unname(before.sparkAppId(), run.id());
        }
    }

    synchronized void remove(RunId run) {
        words.remove(run);
        AppRun before = runs.remove(run);
        if (before != null) {
            newest.remove(Start.of(before));
            lastEnded.remove(End.of(before));
            unname(run.appId(), run);
            unname(before.sparkAppId(), run);
        }
    }

    private void name(String name, RunId run) {
        named.compute(
                name,
                (key, known) -> {
                    if (known == null) {
                        return Set.of(run);
                    }
                    return known.contains(run) ? known : with(known, run);
                });
    }

    private static Set<RunId> with(Set<RunId> known, RunId run) {
        Set<RunId> more = new TreeSet<>(known);
        more.add(run);
        return Set.copyOf(more);
    }

    private void unname(String name, RunId run) {
        named.computeIfPresent(
                name,
                (key, known) -> {
                    Set<RunId> fewer = new TreeSet<>(known);
                    fewer.remove(run);
                    return fewer.isEmpty() ? null : Set.copyOf(fewer);
                });
    }

    Optional<AppRun> get(RunId run) {
        return Optional.ofNullable(runs.get(run));
    }

    List<RunId> ended() {
        return runs.values().stream()
                .filter(run -> run.state() != RunState.RUNNING)
                .map(AppRun::id)
                .toList();
    }

    /// All that are called so by us or by Spark, the newest attempts first.
    List<AppRun> namesakes(String appIdOrSparkAppId) {
        return named.getOrDefault(appIdOrSparkAppId, Set.of()).stream()
                .map(runs::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(AppRun::id).reversed())
                .toList();
    }

    List<AppRun> attempts(String appIdOrSparkAppId) {
        List<AppRun> all = namesakes(appIdOrSparkAppId);
        List<AppRun> ours =
                all.stream().filter(run -> run.id().appId().equals(appIdOrSparkAppId)).toList();
        return ours.isEmpty() ? all : ours;
    }

    /// Weakly consistent: a run whose end becomes known meanwhile may be met twice or not at all.
    Stream<AppRun> lastEnded() {
        return lastEnded.stream().map(end -> runs.get(end.start().run())).filter(Objects::nonNull);
    }

    Page<AppRun> find(RunQuery query) {
        if (isNewestOfAll(query)) {
            return new Page<>(
                    newest.stream()
                            .skip(query.offset())
                            .limit(query.limit())
                            .map(start -> runs.get(start.run()))
                            .filter(Objects::nonNull)
                            .toList(),
                    runs.size());
        }
        Comparator<AppRun> order = order(query.sort());
        Comparator<AppRun> wanted =
                (query.descending() ? order.reversed() : order).thenComparing(AppRun::id);
        long last = (long) query.offset() + query.limit();
        return last > TOP_MAX ? sorted(query, wanted) : top(query, wanted, (int) last);
    }

    private static boolean isNewestOfAll(RunQuery query) {
        String name = query.name();
        return query.sort() == RunQuery.Sort.STARTED
                && query.descending()
                && query.appIds().isEmpty()
                && query.jobIds().isEmpty()
                && query.users().isEmpty()
                && query.sparkVersions().isEmpty()
                && query.states().isEmpty()
                && (name == null || name.isEmpty())
                && query.startedFrom() == null
                && query.startedTo() == null
                && query.endedFrom() == null
                && query.endedTo() == null
                && !query.withIssuesOnly();
    }

    private static String words(AppRun run) {
        return Stream.of(run.name(), run.id().appId(), run.sparkAppId(), run.user(), run.jobId())
                .filter(Objects::nonNull)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private Predicate<AppRun> wanted(RunQuery query) {
        String name = query.name();
        if (name == null || name.isEmpty()) {
            return run -> matches(query, run);
        }
        String part = name.toLowerCase(Locale.ROOT);
        return run -> matches(query, run) && words.getOrDefault(run.id(), "").contains(part);
    }

    private Page<AppRun> sorted(RunQuery query, Comparator<AppRun> order) {
        List<AppRun> found = runs.values().stream().filter(wanted(query)).sorted(order).toList();
        return new Page<>(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    /// The first ones only, without sorting the rest.
    private Page<AppRun> top(RunQuery query, Comparator<AppRun> order, int count) {
        PriorityQueue<AppRun> first = new PriorityQueue<>(count + 1, order.reversed());
        Predicate<AppRun> wanted = wanted(query);
        int total = 0;
        for (AppRun run : runs.values()) {
            if (wanted.test(run)) {
                total++;
                first.add(run);
                if (first.size() > count) {
                    first.poll();
                }
            }
        }
        List<AppRun> found = new ArrayList<>(first);
        found.sort(order);
        return new Page<>(found.stream().skip(query.offset()).toList(), total);
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
                && within(run.startedAt(), query.startedFrom(), query.startedTo())
                && ended(query, run)
                && (!query.withIssuesOnly()
                        || run.totals().issues().errors() + run.totals().issues().warnings() > 0);
    }

    private static boolean oneOf(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
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
