package io.spindrift.http;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cost.AppCost;
import io.spindrift.cost.ContainerCost;
import io.spindrift.history.AppRun;
import io.spindrift.history.ContainerLoad;
import io.spindrift.history.History;
import io.spindrift.history.PushIntake;
import io.spindrift.history.RunId;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskMetric;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.track.Stay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what `/metrics` tells of applications when somebody asks. Thread-safe.
final class ApplicationMetrics implements MultiCollector {
    /// So long those are told of that have ended: their last figures are to be scraped, too.
    private static final Duration FAREWELL = Duration.ofMinutes(5);

    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;
    private static final double MIB = 1 << 20;

    private final ApplicationStore apps;
    private final History history;
    private final PushIntake pushes;
    private final CostSource costs;
    private final Map<String, ClusterRuntime> runtimes;
    private final InstantSource clock;
    private final int most;

    /// @param most how many applications are named
    ApplicationMetrics(Services services, int most) {
        this.apps = services.apps();
        this.history = services.history();
        this.pushes = services.pushes();
        this.costs = services.costs();
        this.runtimes = services.runtimes();
        this.clock = services.clock();
        this.most = most;
    }

    @Override
    public MetricSnapshots collect() {
        Instant now = clock.instant();
        Map<AppMetrics.ClusterState, Long> counts = new HashMap<>();
        List<AppSummary> told = new ArrayList<>();
        for (AppSummary app : apps.all()) {
            counts.merge(
                    new AppMetrics.ClusterState(app.key().clusterId(), app.state().name()),
                    1L,
                    Long::sum);
            if (app.endedAt() == null || app.endedAt().isAfter(now.minus(FAREWELL))) {
                told.add(app);
            }
        }
        // The same ones are named each time, until they end.
        told.sort(
                Comparator.comparing(AppSummary::createdAt)
                        .thenComparing(app -> app.key().appId()));
        Map<String, Map<String, Double>> memory = memory();
        List<AppReading> readings =
                told.stream()
                        .flatMap(app -> apps.get(app.key()).stream())
                        .map(app -> reading(app, now, memory))
                        .toList();
        return AppMetrics.of(readings, counts, most);
    }

    private AppReading reading(
            Application app, Instant now, Map<String, Map<String, Double>> memory) {
        Map<AppFigure, Double> figures = new EnumMap<>(AppFigure.class);
        if (!app.observed()) {
            held(figures, costs.cost(app, now));
        }
        Double resident = memory.getOrDefault(app.clusterId(), Map.of()).get(app.id());
        if (resident != null && !app.state().terminal()) {
            figures.put(AppFigure.MEMORY, resident);
        }
        if (!app.state().terminal()) {
            figures.putAll(ContainerFigures.of(loads(app)));
        }
        run(app).ifPresent(run -> done(figures, run.totals()));
        String job = app.jobId();
        return new AppReading(
                app.clusterId(), app.id(), job == null ? "" : job, app.state().name(), figures);
    }

    private static void held(Map<AppFigure, Double> figures, AppCost cost) {
        double cores = 0;
        double mib = 0;
        double executors = 0;
        for (ContainerCost each : cost.containers()) {
            Stay stay = each.stay();
            if (stay.endedAt() == null) {
                cores += stay.cores();
                mib += stay.memoryMib();
                executors += stay.driver() ? 0 : 1;
            }
        }
        figures.put(AppFigure.CORES, cores);
        figures.put(AppFigure.MEMORY_LIMIT, mib * MIB);
        figures.put(AppFigure.EXECUTORS, executors);
        figures.put(AppFigure.COST, cost.total().nanos() / NANOS);
    }

    private static void done(Map<AppFigure, Double> figures, RunTotals totals) {
        figures.put(AppFigure.TASKS_ACTIVE, (double) totals.tasks().active());
        figures.put(AppFigure.TASKS_COMPLETED, (double) totals.tasks().completed());
        figures.put(AppFigure.TASKS_FAILED, (double) totals.tasks().failed());
        figures.put(AppFigure.CPU_SECONDS, totals.coreTime().cpuMillis() / MILLIS);
        figures.put(AppFigure.SHUFFLE_READ, (double) totals.metrics().shuffleReadBytes());
        figures.put(
                AppFigure.SHUFFLE_WRITTEN,
                (double) totals.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN));
        figures.put(AppFigure.READ, (double) totals.metrics().readBytes());
        figures.put(AppFigure.WRITTEN, (double) totals.metrics().of(TaskMetric.OUTPUT_BYTES));
        if (totals.peakMemoryBytes() > 0) {
            figures.put(AppFigure.MEMORY_PEAK, (double) totals.peakMemoryBytes());
        }
    }

    private List<ContainerLoad> loads(Application app) {
        return app.progress()
                .lastAttempt()
                .map(attempt -> pushes.loads(new RunId(app.id(), attempt.number())))
                .orElse(List.of());
    }

    private Optional<AppRun> run(Application app) {
        return app.progress()
                .lastAttempt()
                .flatMap(attempt -> history.run(new RunId(app.id(), attempt.number())));
    }

    /// By cluster and application: the newest reading of each container, added up.
    private Map<String, Map<String, Double>> memory() {
        Map<String, Map<String, Double>> all = new HashMap<>();
        runtimes.forEach((cluster, runtime) -> {
            Map<MemoryReading.Key, MemoryReading> newest = new HashMap<>();
            for (MemoryReading reading : runtime.memory()) {
                newest.put(reading.key(), reading);
            }
            Map<String, Double> ofCluster = new HashMap<>();
            newest.forEach((key, reading) ->
                    ofCluster.merge(key.id().appId(), (double) reading.totalBytes(), Double::sum));
            all.put(cluster, ofCluster);
        });
        return all;
    }
}
