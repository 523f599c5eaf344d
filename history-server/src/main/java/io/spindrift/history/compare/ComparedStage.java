package io.spindrift.history.compare;

import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.compare.Pair.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two stages that compute the same, or one without a partner; each with all its attempts.
public final class ComparedStage {
    private final Pair<Work> pair;

    private ComparedStage(Pair<Work> pair) {
        this.pair = pair;
    }

    /// All attempts of one stage, the last one last.
    private record Work(List<StageRun> attempts) {
        StageRun last() {
            return attempts.getLast();
        }

        long sum(Function<StageRun, Long> of) {
            return attempts.stream().mapToLong(of::apply).sum();
        }

        long sum(TaskMetric metric) {
            return sum(stage -> stage.metrics().of(metric));
        }

        long taskMillis() {
            return sum(StageRun::taskMillis);
        }
    }

    public Match match() {
        return pair.match();
    }

    /// Its last attempt.
    public @Nullable StageRun base() {
        return pair.base() == null ? null : pair.base().last();
    }

    public @Nullable StageRun run() {
        return pair.run() == null ? null : pair.run().last();
    }

    public List<Figure> figures() {
        return List.of(
                figure("durationMillis", work -> work.sum(ComparedStage::millis)),
                figure("taskMillis", Work::taskMillis),
                figure("tasks", work -> (long) work.last().tasks().total()),
                figure("failedTasks", work -> work.sum(stage -> (long) stage.tasks().failed())),
                figure("attempts", work -> (long) work.attempts().size()),
                figure("medianTaskMillis", work -> spread(work, StageRun.Quantiles::p50)),
                figure("maxTaskMillis", work -> spread(work, StageRun.Quantiles::max)),
                figure("cpuMillis", work -> work.sum(stage -> stage.coreTime().cpuMillis())),
                figure("gcMillis", work -> work.sum(stage -> stage.coreTime().gcMillis())),
                figure("readBytes", work -> work.sum(TaskMetric.INPUT_BYTES)),
                figure("writtenBytes", work -> work.sum(TaskMetric.OUTPUT_BYTES)),
                figure(
                        "shuffleReadBytes",
                        work -> work.sum(stage -> stage.metrics().shuffleReadBytes())),
                figure("shuffleWriteBytes", work -> work.sum(TaskMetric.SHUFFLE_BYTES_WRITTEN)),
                figure("spillBytes", work -> work.sum(TaskMetric.DISK_SPILLED_BYTES)));
    }

    private Figure figure(String name, Function<Work, @Nullable Long> of) {
        return new Figure(name, value(pair.base(), of), value(pair.run(), of));
    }

    private static @Nullable Double value(@Nullable Work work, Function<Work, @Nullable Long> of) {
        Long value = work == null ? null : of.apply(work);
        return value == null ? null : value.doubleValue();
    }

    private static @Nullable Long spread(Work work, Function<StageRun.Quantiles, Long> of) {
        StageRun.Spread spread = work.last().spread();
        return spread == null ? null : of.apply(spread.durationMillis());
    }

    private static long millis(StageRun stage) {
        return stage.submittedAt() == null || stage.completedAt() == null
                ? 0
                : stage.completedAt().toEpochMilli() - stage.submittedAt().toEpochMilli();
    }

    private long difference() {
        return Math.abs(
                (pair.run() == null ? 0 : pair.run().taskMillis())
                        - (pair.base() == null ? 0 : pair.base().taskMillis()));
    }

    /// The greatest difference in task time first.
    static List<ComparedStage> pairs(
            List<StageRun> base, List<StageRun> run, List<ComparedSql> queries) {
        List<Pair<Work>> pairs =
                new Pairing<Work>(
                                List.of(Match.PLAN, Match.NAME, Match.PLAN, Match.NAME, Match.NAME))
                        .pair(
                                keyed(base, ComparedSql.numbers(queries, false)),
                                keyed(run, ComparedSql.numbers(queries, true)));
        return pairs.stream()
                .map(ComparedStage::new)
                .sorted(Comparator.comparingLong(each -> -each.difference()))
                .toList();
    }

    private static List<Pairing.Keyed<Work>> keyed(
            List<StageRun> stages, Map<Long, Integer> queries) {
        Lineage lineage = new Lineage(stages);
        List<Pairing.Keyed<Work>> keyed = new ArrayList<>();
        for (List<StageRun> attempts : byId(stages)) {
            StageRun last = attempts.getLast();
            String query = last.sqlId() == null ? "" : String.valueOf(queries.get(last.sqlId()));
            String shape = lineage.of(last);
            keyed.add(
                    new Pairing.Keyed<>(
                            new Work(attempts),
                            List.of(
                                    query + "\n" + shape,
                                    query + "\n" + last.name(),
                                    (last.sqlId() == null ? called(last) : query)
                                            + lineage.depth(last)
                                            + traffic(last),
                                    shape,
                                    last.name())));
        }
        return keyed;
    }

    /// The method without its line: `parquet at NativeMethodAccessorImpl.java:0` moves with Java.
    private static String called(StageRun stage) {
        int at = stage.name().indexOf(" at ");
        return at < 0 ? stage.name() : stage.name().substring(0, at);
    }

    /// What comes in and goes out: Spark's versions call one stage of a query by several names.
    private static String traffic(StageRun stage) {
        return " "
                + (stage.metrics().of(TaskMetric.INPUT_BYTES) > 0)
                + (stage.metrics().shuffleReadBytes() > 0)
                + (stage.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN) > 0)
                + (stage.metrics().of(TaskMetric.OUTPUT_BYTES) > 0);
    }

    /// Those that ran: a skipped stage did its work under another id.
    private static Collection<List<StageRun>> byId(List<StageRun> stages) {
        return stages.stream()
                .filter(stage -> stage.status() != StageStatus.SKIPPED)
                .filter(stage -> stage.status() != StageStatus.PENDING)
                .sorted(Comparator.comparing(StageRun::id))
                .collect(
                        Collectors.groupingBy(
                                stage -> stage.id().id(), TreeMap::new, Collectors.toList()))
                .values();
    }
}
