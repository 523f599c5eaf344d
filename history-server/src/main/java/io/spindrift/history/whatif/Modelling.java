package io.spindrift.history.whatif;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunState;
import io.spindrift.history.whatif.Recording.Stage;
import io.spindrift.history.whatif.Simulation.Outcome;
import io.spindrift.history.whatif.WhatIf.Point;
import io.spindrift.history.whatif.WhatIf.Step;
import io.spindrift.history.whatif.WhatIf.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Plays a recording at twelve counts, and says what that means.
final class Modelling {
    private static final int COUNTS = 12;
    private static final int[] PERCENTS = {10, 20, 50, 80, 100, 110, 120, 150, 200, 300, 400, 500};

    /// More tasks than that are played as fewer, longer ones.
    private static final int TASKS_MAX = 1_000_000;

    private static final double MILLIS_AN_HOUR = 3_600_000;
    private static final double SLOWER_AT_MOST = 1.1;
    private static final double FASTER_AT_LEAST = 0.8;

    private final RunFacts facts;
    private final Recording whole;
    private final Recording recording;
    private final long taskMillis;

    Modelling(RunFacts facts, Recording recording) {
        this.facts = facts;
        this.whole = recording;
        this.recording = recording.ofAtMost(TASKS_MAX);
        this.taskMillis = recording.taskMillis();
    }

    WhatIf whatIf() {
        List<Point> points = counts(recording.executors()).stream().map(this::point).toList();
        long driver = driverMillis();
        Outcome unbound = Simulation.withoutBound(recording);
        int slots = recording.executors() * recording.slotsPerExecutor();
        long model = own(points).durationMillis();
        return new WhatIf(
                recording.executors(),
                recording.coresPerExecutor(),
                slots,
                recording.endMillis(),
                driver,
                taskMillis,
                model,
                driver + taskMillis / slots,
                unbound.endMillis(),
                driver + taskMillis,
                points,
                suggestion(points, model),
                criticalPath(unbound),
                notes());
    }

    /// Twelve different ones, whatever percents come to for few executors.
    private static SortedSet<Integer> counts(int executors) {
        SortedSet<Integer> counts = new TreeSet<>();
        counts.add(executors);
        for (int percent : PERCENTS) {
            counts.add((int) Math.max(1, Math.round(executors * percent / 100.0)));
        }
        for (int more = 1; counts.size() < COUNTS; more++) {
            counts.add(more);
        }
        return counts;
    }

    private Point point(int executors) {
        long end = Simulation.of(recording, executors).endMillis();
        long uptime = 0;
        for (int i = 0; i < executors; i++) {
            uptime += Math.max(0, end - recording.arrival(i));
        }
        long slotMillis = uptime * recording.slotsPerExecutor();
        return new Point(
                executors,
                executors * recording.slotsPerExecutor(),
                end,
                uptime * recording.coresPerExecutor(),
                slotMillis == 0 ? 0 : Math.min(1, (double) taskMillis / slotMillis));
    }

    private Point own(List<Point> points) {
        return points.stream()
                .filter(point -> point.executors() == recording.executors())
                .findFirst()
                .orElseThrow();
    }

    /// What lies outside the union of all jobs.
    private long driverMillis() {
        long start = facts.app().startedAt().toEpochMilli();
        long end = start + recording.endMillis();
        long covered = start;
        long driver = 0;
        List<JobRun> jobs =
                facts.jobs().stream().sorted(Comparator.comparing(JobRun::submittedAt)).toList();
        for (JobRun job : jobs) {
            driver += Math.max(0, job.submittedAt().toEpochMilli() - covered);
            long ended = job.completedAt() == null ? end : job.completedAt().toEpochMilli();
            covered = Math.max(covered, ended);
        }
        return driver + Math.max(0, end - covered);
    }

    private @Nullable Suggestion suggestion(List<Point> points, long modelMillis) {
        double error = (double) (modelMillis - recording.endMillis()) / recording.endMillis();
        if (!WhatIf.trusted(error)) {
            return null;
        }
        Point own = own(points);
        Optional<Point> fewer =
                points.stream()
                        .filter(point -> point.executors() < own.executors())
                        .filter(point -> point.durationMillis() <= SLOWER_AT_MOST * modelMillis)
                        .filter(point -> point.coreMillis() < own.coreMillis())
                        .min(Comparator.comparingInt(Point::executors));
        return fewer.or(() -> faster(points, own))
                .map(point -> new Suggestion(point, text(point, own)))
                .orElse(null);
    }

    /// The count whose time falls most for at most a tenth more of core hours.
    private static Optional<Point> faster(List<Point> points, Point own) {
        return points.stream()
                .filter(point -> point.executors() > own.executors())
                .filter(point -> point.durationMillis() <= FASTER_AT_LEAST * own.durationMillis())
                .filter(point -> point.coreMillis() <= SLOWER_AT_MOST * own.coreMillis())
                .min(
                        Comparator.comparingLong(Point::durationMillis)
                                .thenComparingInt(Point::executors));
    }

    private static String text(Point point, Point own) {
        long change = Math.round(100.0 * point.durationMillis() / own.durationMillis()) - 100;
        return String.format(
                Locale.ROOT,
                "With %d executor%s instead of %d it would take %s, and %.2f core hours instead of %.2f.",
                point.executors(),
                point.executors() == 1 ? "" : "s",
                own.executors(),
                change == 0
                        ? "as long"
                        : Math.abs(change) + " % " + (change > 0 ? "longer" : "less time"),
                point.coreMillis() / MILLIS_AN_HOUR,
                own.coreMillis() / MILLIS_AN_HOUR);
    }

    /// From the last stage back to the first, each by what let it begin.
    private List<Step> criticalPath(Outcome unbound) {
        List<Step> steps = new ArrayList<>();
        for (int at = unbound.lastStage(); at != Simulation.NONE; at = unbound.causes()[at]) {
            Stage stage = whole.stages().get(at);
            int cause = unbound.causes()[at];
            long before = cause == Simulation.NONE ? 0 : unbound.endsMillis()[cause];
            steps.add(
                    new Step(
                            stage.run(),
                            stage.longestTaskMillis(),
                            Math.max(0, unbound.readyMillis()[at] - before)));
        }
        Collections.reverse(steps);
        return steps;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (facts.app().state() == RunState.RUNNING) {
            notes.add("The run has not ended: this is about what it has done so far.");
        }
        if (facts.app().localMode()) {
            notes.add("It ran in local mode: the driver counts as its one executor.");
        }
        List<ExecutorRun> executors =
                facts.executors().stream().filter(executor -> !executor.driver()).toList();
        if (executors.size() > recording.executors()) {
            notes.add(
                    "Executors came and went: the model keeps the most that there were at once, "
                            + recording.executors()
                            + ", until the end.");
        }
        if (executors.stream().mapToInt(ExecutorRun::slots).distinct().count() > 1) {
            notes.add(
                    "Executors were of several sizes: the model gives all the size of the first.");
        }
        if (recording.tasks() < whole.tasks()) {
            notes.add("There are more than a million tasks: some are played as one longer task.");
        }
        return notes;
    }
}
