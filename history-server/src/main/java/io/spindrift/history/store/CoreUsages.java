package io.spindrift.history.store;

import io.spindrift.history.CoreUsage;
import io.spindrift.history.CoreUsage.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Draws a run's series of core time as the number of buckets that is asked for, and sets it
/// against the slots that were granted at the time.
final class CoreUsages {
    private final AppState app;
    private final long fromMillis;
    private final long lengthMillis;
    private final int buckets;
    private final long stepMillis;
    private final double[][] columns;

    private CoreUsages(AppState app, int bucketsMax) {
        this.app = app;
        fromMillis = app.startMillis;
        long to = app.endMillis == 0 ? app.updatedMillis : app.endMillis;
        lengthMillis = Math.max(1, to - fromMillis);
        stepMillis = Math.ceilDiv(lengthMillis, bucketsMax);
        buckets = (int) Math.ceilDiv(lengthMillis, stepMillis);
        columns = new double[CoreSeries.COLUMNS + 1][buckets];
    }

    static CoreUsage of(
            AppState app,
            CoreSeries series,
            Collection<ExecutorState> executors,
            Collection<StageState> liveStages,
            int bucketsMax) {
        CoreUsages usage = new CoreUsages(app, bucketsMax);
        usage.addSeries(series);
        liveStages.forEach(usage::addRunning);
        executors.forEach(usage::addGranted);
        return usage.draw();
    }

    private void addSeries(CoreSeries series) {
        for (int column = 0; column < CoreSeries.COLUMNS; column++) {
            for (int i = 0; i < series.used; i++) {
                double start = (double) i * series.stepMillis;
                double end = Math.min(start + series.stepMillis, (double) lengthMillis);
                spread(column, start, Math.max(end, start + 1), series.micros[column][i] / 1000.0);
            }
        }
    }

    /// Running tasks are taken to be like those of their stage that have ended; the first ones to
    /// compute.
    private void addRunning(StageState stage) {
        double sum = 0;
        for (long micros : stage.coreMicros) {
            sum += micros;
        }
        for (StageState.RunningTask task : stage.running.values()) {
            double start = (double) (task.launchMillis() - fromMillis);
            double end = (double) lengthMillis;
            for (int category = 0; category < stage.coreMicros.length && end > start; category++) {
                double share =
                        sum == 0
                                ? (category == CoreSeries.CPU ? 1 : 0)
                                : stage.coreMicros[category] / sum;
                spread(category, start, end, share * (end - start));
            }
        }
        if (!stage.running.isEmpty() && app.busySinceMillis > 0) {
            double start = (double) (app.busySinceMillis - fromMillis);
            spread(CoreSeries.ANY_BUSY, start, (double) lengthMillis, lengthMillis - start);
        }
    }

    private void addGranted(ExecutorState executor) {
        double start = (double) Math.max(0, executor.addedMillis - fromMillis);
        double end = start + executor.uptimeMillis(app);
        spread(CoreSeries.COLUMNS, start, end, executor.slots(app) * (end - start));
    }

    private void spread(int column, double from, double to, double amount) {
        if (amount <= 0 || to <= from || from >= lengthMillis) {
            return;
        }
        int first = (int) Math.max(0, from / stepMillis);
        int last = (int) Math.min(buckets - 1.0, to / stepMillis);
        for (int i = first; i <= last; i++) {
            double overlap =
                    Math.min(to, (double) (i + 1) * stepMillis)
                            - Math.max(from, (double) i * stepMillis);
            columns[column][i] += amount * Math.max(0, overlap) / (to - from);
        }
    }

    private CoreUsage draw() {
        List<Bucket> drawn = new ArrayList<>(buckets);
        for (int i = 0; i < buckets; i++) {
            drawn.add(bucket(i));
        }
        return new CoreUsage(
                Instant.ofEpochMilli(fromMillis), Duration.ofMillis(stepMillis), drawn);
    }

    private Bucket bucket(int i) {
        double width = Math.min(stepMillis, lengthMillis - i * stepMillis);
        double granted = columns[CoreSeries.COLUMNS][i] / width;
        double busy = 0;
        for (int category = CoreSeries.CPU; category <= CoreSeries.INTERNALS; category++) {
            busy += columns[category][i] / width;
        }
        double fits = busy > granted && busy > 0 ? granted / busy : 1;
        double anyBusy = Math.min(1, columns[CoreSeries.ANY_BUSY][i] / width);
        double idle = Math.max(0, granted - busy);
        double allIdle = Math.min(idle, (1 - anyBusy) * granted);
        return new Bucket(
                columns[CoreSeries.CPU][i] / width * fits,
                columns[CoreSeries.IO][i] / width * fits,
                columns[CoreSeries.SHUFFLE][i] / width * fits,
                columns[CoreSeries.GC][i] / width * fits,
                columns[CoreSeries.INTERNALS][i] / width * fits,
                idle - allIdle,
                allIdle,
                granted);
    }
}
