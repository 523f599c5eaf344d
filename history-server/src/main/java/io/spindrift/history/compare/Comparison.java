package io.spindrift.history.compare;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Two runs side by side. Pure: of facts alone.
///
/// @param figures of the whole run
/// @param stages the greatest difference in task time first
/// @param queries changed plans first, then the greatest difference in time
public record Comparison(
        AppRun base,
        AppRun run,
        List<Figure> figures,
        ConfigDiff config,
        List<ComparedStage> stages,
        List<ComparedSql> queries) {
    private static final double MILLIS_AN_HOUR = 3_600_000;

    public Comparison {
        figures = List.copyOf(figures);
        stages = List.copyOf(stages);
        queries = List.copyOf(queries);
    }

    public static Comparison of(RunFacts base, RunFacts run) {
        List<ComparedSql> queries = ComparedSql.pairs(base.sqls(), run.sqls());
        return new Comparison(
                base.app(),
                run.app(),
                figures(base.app(), run.app()),
                ConfigDiff.of(base, run),
                ComparedStage.pairs(base.stages(), run.stages(), queries),
                queries);
    }

    private static List<Figure> figures(AppRun base, AppRun run) {
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.of("durationMillis", base.duration().toMillis(), run.duration().toMillis()));
        figures.add(new Figure("coreHours", coreHours(base), coreHours(run)));
        figures.add(Figure.of("efficiency", base.efficiency(), run.efficiency()));
        figures.add(Figure.of("cpuEfficiency", base.cpuEfficiency(), run.cpuEfficiency()));
        Totals totals = new Totals(base.totals(), run.totals(), figures);
        totals.add("taskMillis", RunTotals::taskMillis);
        totals.add("idleMillis", RunTotals::idleMillis);
        totals.addTime("cpuMillis", CoreTime::cpuMillis);
        totals.addTime("ioMillis", CoreTime::ioMillis);
        totals.addTime("shuffleMillis", CoreTime::shuffleMillis);
        totals.addTime("gcMillis", CoreTime::gcMillis);
        totals.addTime("internalsMillis", CoreTime::internalsMillis);
        totals.add("readBytes", each -> each.metrics().of(TaskMetric.INPUT_BYTES));
        totals.add("writtenBytes", each -> each.metrics().of(TaskMetric.OUTPUT_BYTES));
        totals.add("shuffleReadBytes", each -> each.metrics().shuffleReadBytes());
        totals.add(
                "shuffleWriteBytes", each -> each.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN));
        totals.add("spillBytes", each -> each.metrics().of(TaskMetric.DISK_SPILLED_BYTES));
        figures.add(new Figure("peakMemoryBytes", measured(base.totals()), measured(run.totals())));
        totals.add("executors", RunTotals::executors);
        totals.add("lostExecutors", RunTotals::lostExecutors);
        totals.add("jobs", RunTotals::jobs);
        totals.add("stages", each -> each.stages() - each.skippedStages());
        totals.add("tasks", each -> each.tasks().total());
        totals.add("failedTasks", each -> each.tasks().failed());
        totals.add("queries", RunTotals::sqls);
        totals.add("errors", each -> each.issues().errors());
        totals.add("warnings", each -> each.issues().warnings());
        return figures;
    }

    private record Totals(RunTotals base, RunTotals run, List<Figure> figures) {
        void add(String name, ToLongFunction<RunTotals> of) {
            figures.add(Figure.of(name, of.applyAsLong(base), of.applyAsLong(run)));
        }

        void addTime(String name, ToLongFunction<CoreTime> of) {
            add(name, totals -> of.applyAsLong(totals.coreTime()));
        }
    }

    private static double coreHours(AppRun run) {
        return run.totals().coreMillis() / MILLIS_AN_HOUR;
    }

    /// Zero means that nobody measured.
    private static @Nullable Double measured(RunTotals totals) {
        return totals.peakMemoryBytes() == 0 ? null : (double) totals.peakMemoryBytes();
    }
}
