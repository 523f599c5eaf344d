package io.spindrift.history.whatif;

import io.spindrift.history.AppRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.whatif.Recording.Job;
import io.spindrift.history.whatif.Recording.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns what a run did into what waited for what.
final class Recorder {
    private final RunFacts facts;
    private final Function<StageRun, int[]> taskMillis;
    private final long startMillis;
    private final long endMillis;

    /// All attempts of each stage that ran, in the order of ids, which is their number here.
    private final List<List<StageRun>> stages = new ArrayList<>();

    private final Map<Integer, Integer> numberOfStage = new HashMap<>();

    /// What a stage computes; a skipped stage has it in common with the one that did its work.
    private final Map<Set<Integer>, List<Integer>> stagesByRdds = new HashMap<>();

    private final List<JobRun> jobs;
    private final Map<Integer, Integer> numberOfJob = new HashMap<>();

    private Recorder(RunFacts facts, Function<StageRun, int[]> taskMillis) {
        this.facts = facts;
        this.taskMillis = taskMillis;
        AppRun app = facts.app();
        startMillis = app.startedAt().toEpochMilli();
        endMillis = app.startedAt().plus(app.duration()).toEpochMilli() - startMillis;
        jobs =
                facts.jobs().stream()
                        .sorted(
                                Comparator.comparing(JobRun::submittedAt)
                                        .thenComparingInt(JobRun::id))
                        .toList();
    }

    /// Absent where there is nothing to play: no task, no executor, no job.
    ///
    /// @param taskMillis the durations of a stage attempt's ended tasks, as they were launched
    static Optional<Recording> record(RunFacts facts, Function<StageRun, int[]> taskMillis) {
        return new Recorder(facts, taskMillis).recording();
    }

    private Optional<Recording> recording() {
        for (int i = 0; i < jobs.size(); i++) {
            numberOfJob.put(jobs.get(i).id(), i);
        }
        collectStages();
        Executors executors = Executors.of(facts.executors(), facts.app().localMode(), endMillis());
        if (jobs.isEmpty()
                || stages.isEmpty()
                || executors.arrivals().isEmpty()
                || Math.max(stages.size(), jobs.size()) > EventQueue.NUMBER_MAX) {
            return Optional.empty();
        }
        List<Stage> recorded = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            recorded.add(stage(i));
        }
        long lastJobEnd = jobs.stream().mapToLong(this::end).max().orElse(0);
        return Optional.of(
                new Recording(
                        endMillis,
                        jobs(recorded),
                        recorded,
                        executors.arrivals().stream()
                                .map(at -> Math.max(0, at - startMillis))
                                .toList(),
                        executors.slots(),
                        executors.cores(),
                        Math.max(0, endMillis - lastJobEnd)));
    }

    private long endMillis() {
        return startMillis + endMillis;
    }

    private void collectStages() {
        Map<Integer, List<StageRun>> byId = new TreeMap<>();
        for (StageRun stage : facts.stages()) {
            boolean ran =
                    stage.submittedAt() != null
                            && stage.status() != StageStatus.SKIPPED
                            && stage.status() != StageStatus.PENDING
                            && stage.jobIds().stream().anyMatch(numberOfJob::containsKey);
            if (ran) {
                byId.computeIfAbsent(stage.id().id(), id -> new ArrayList<>()).add(stage);
            }
        }
        byId.forEach((id, attempts) -> {
            attempts.sort(Comparator.comparing(StageRun::id));
            numberOfStage.put(id, stages.size());
            stagesByRdds
                    .computeIfAbsent(
                            new HashSet<>(attempts.getFirst().rddIds()), ids -> new ArrayList<>())
                    .add(stages.size());
            stages.add(attempts);
        });
    }

    private Stage stage(int number) {
        StageRun first = stages.get(number).getFirst();
        int job =
                first.jobIds().stream()
                        .filter(numberOfJob::containsKey)
                        .map(numberOfJob::get)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        List<Integer> parents = parents(number, first);
        long waited = since(jobs.get(job).submittedAt());
        for (int parent : parents) {
            waited = Math.max(waited, firstEnd(parent));
        }
        return new Stage(
                stages.get(number).getLast(),
                job,
                parents,
                Math.max(0, since(first.submittedAt()) - waited),
                tasks(number));
    }

    /// Those whose end it waited for. What ended after it had begun (a stage tried again) it did
    /// not wait for, and so nothing ever waits in a circle.
    private List<Integer> parents(int number, StageRun stage) {
        Set<Integer> found = new HashSet<>();
        for (int id : stage.parentIds()) {
            resolve(id, stage)
                    .filter(parent -> parent < number)
                    .filter(parent -> firstEnd(parent) <= since(stage.submittedAt()))
                    .ifPresent(found::add);
        }
        return found.stream().sorted().toList();
    }

    /// A skipped parent stands for an earlier stage over the same data, whose files are still
    /// there.
    private Optional<Integer> resolve(int id, StageRun child) {
        if (numberOfStage.containsKey(id)) {
            return Optional.of(numberOfStage.get(id));
        }
        return facts.stages().stream()
                .filter(stage -> stage.id().id() == id && !stage.rddIds().isEmpty())
                .findFirst()
                .flatMap(skipped ->
                        stagesByRdds
                                .getOrDefault(new HashSet<>(skipped.rddIds()), List.of())
                                .stream()
                                .filter(each -> firstEnd(each) <= since(child.submittedAt()))
                                .max(Comparator.naturalOrder()));
    }

    private int[] tasks(int number) {
        List<int[]> attempts = stages.get(number).stream().map(taskMillis).toList();
        int[] all = new int[attempts.stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (int[] each : attempts) {
            System.arraycopy(each, 0, all, at, each.length);
            at += each.length;
        }
        return all;
    }

    private List<Job> jobs(List<Stage> recorded) {
        List<List<Integer>> own = new ArrayList<>();
        jobs.forEach(job -> own.add(new ArrayList<>()));
        for (int i = 0; i < recorded.size(); i++) {
            own.get(recorded.get(i).job()).add(i);
        }
        List<Integer> byEnd = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            byEnd.add(i);
        }
        byEnd.sort(
                Comparator.comparingLong((Integer i) -> end(jobs.get(i)))
                        .thenComparing(Comparator.naturalOrder()));
        int[] place = new int[jobs.size()];
        for (int i = 0; i < byEnd.size(); i++) {
            place[byEnd.get(i)] = i;
        }
        List<Job> made = new ArrayList<>();
        int after = 0;
        for (int i = 0; i < jobs.size(); i++) {
            long submitted = since(jobs.get(i).submittedAt());
            while (after < byEnd.size()
                    && byEnd.get(after) < i
                    && end(jobs.get(byEnd.get(after))) <= submitted) {
                after++;
            }
            long waited = after == 0 ? 0 : end(jobs.get(byEnd.get(after - 1)));
            made.add(
                    new Job(
                            after,
                            place[i],
                            Math.max(0, submitted - waited),
                            own.get(i),
                            endLag(i, own.get(i))));
        }
        return made;
    }

    private long endLag(int job, List<Integer> own) {
        long waited = since(jobs.get(job).submittedAt());
        for (int stage : own) {
            waited = Math.max(waited, lastEnd(stage));
        }
        return Math.max(0, end(jobs.get(job)) - waited);
    }

    private long end(JobRun job) {
        return job.completedAt() == null ? endMillis : since(job.completedAt());
    }

    private long firstEnd(int stage) {
        return end(stages.get(stage).getFirst());
    }

    private long lastEnd(int stage) {
        return end(stages.get(stage).getLast());
    }

    private long end(StageRun stage) {
        return stage.completedAt() == null ? endMillis : since(stage.completedAt());
    }

    private long since(@Nullable Instant at) {
        return at == null ? 0 : Math.max(0, at.toEpochMilli() - startMillis);
    }

    /// As many as were there at most at once, with the times at which the first of them came.
    private record Executors(List<Long> arrivals, int slots, int cores) {
        static Executors of(List<ExecutorRun> all, boolean localMode, long endMillis) {
            List<ExecutorRun> those =
                    all.stream()
                            .filter(executor -> localMode || !executor.driver())
                            .filter(executor -> executor.slots() > 0)
                            .sorted(Comparator.comparing(ExecutorRun::addedAt))
                            .toList();
            if (those.isEmpty()) {
                return new Executors(List.of(), 1, 1);
            }
            List<Long> arrivals =
                    those.stream()
                            .map(executor -> executor.addedAt().toEpochMilli())
                            .limit(mostAtOnce(those, endMillis))
                            .toList();
            return new Executors(arrivals, those.getFirst().slots(), those.getFirst().cores());
        }

        private static int mostAtOnce(List<ExecutorRun> executors, long endMillis) {
            TreeMap<Long, Integer> changes = new TreeMap<>();
            for (ExecutorRun executor : executors) {
                long end =
                        executor.endedAt() == null ? endMillis : executor.endedAt().toEpochMilli();
                changes.merge(executor.addedAt().toEpochMilli(), 1, Integer::sum);
                changes.merge(
                        Math.max(end, executor.addedAt().toEpochMilli() + 1), -1, Integer::sum);
            }
            int now = 0;
            int most = 0;
            for (int change : changes.values()) {
                now += change;
                most = Math.max(most, now);
            }
            return most;
        }
    }
}
