package io.spindrift.history.whatif;

import io.spindrift.history.whatif.EventQueue.Kind;
import io.spindrift.history.whatif.Recording.Job;
import io.spindrift.history.whatif.Recording.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Plays a recording on a number of executors: free slots take the next task of the first stage
/// that has one, as Spark's FIFO scheduler does. One use each.
final class Simulation {
    static final int NONE = -1;

    private final Recording recording;
    private final EventQueue events = new EventQueue();
    private final List<List<Integer>> children;
    private final List<List<Integer>> waitingJobs;
    private final List<List<Integer>> stagesOfJob;

    /// Parents that have not ended yet, and one for the job.
    private final int[] stageWaits;

    private final long[] stageReadyMillis;
    private final long[] stageEndMillis;
    private final int[] stageCause;
    private final int[] nextTask;
    private final int[] tasksLeft;
    private final int[] jobWaits;
    private final int[] jobCause;
    private final int[] jobLastStage;
    private final boolean[] jobEndedInOrder;
    private final int[] jobAtEndOrder;

    /// Stages that are ready and have tasks left, by number: Spark prefers the older.
    private final BitSet ready = new BitSet();

    private int endedInOrder;
    private int startedJobs;
    private long freeSlots;
    private long lastJobEndMillis;
    private int lastStage = NONE;

    private Simulation(Recording recording) {
        this.recording = recording;
        int stages = recording.stages().size();
        int jobs = recording.jobs().size();
        children = lists(stages);
        waitingJobs = lists(stages);
        stagesOfJob = lists(jobs);
        stageWaits = new int[stages];
        stageReadyMillis = new long[stages];
        stageEndMillis = new long[stages];
        stageCause = new int[stages];
        nextTask = new int[stages];
        tasksLeft = new int[stages];
        jobWaits = new int[jobs];
        jobCause = new int[jobs];
        jobLastStage = new int[jobs];
        jobEndedInOrder = new boolean[jobs];
        jobAtEndOrder = new int[jobs];
    }

    /// @param endMillis when the application ends
    /// @param lastStage whose end the last job waited for, or [#NONE]
    /// @param causes for each stage the one whose end let it begin, or [#NONE]
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(
            long endMillis, int lastStage, int[] causes, long[] readyMillis, long[] endsMillis) {}

    static Outcome of(Recording recording, int executors) {
        Simulation simulation = new Simulation(recording);
        for (int i = 0; i < executors; i++) {
            simulation.events.add(recording.arrival(i), Kind.SLOTS_COME, 0);
        }
        return simulation.play(recording.slotsPerExecutor());
    }

    /// With room for every task at once, from the first executor on.
    static Outcome withoutBound(Recording recording) {
        Simulation simulation = new Simulation(recording);
        simulation.events.add(recording.arrival(0), Kind.SLOTS_COME, 0);
        return simulation.play(Integer.MAX_VALUE);
    }

    private Outcome play(int slotsAtArrival) {
        prepare();
        startJobs(0, NONE);
        while (!events.isEmpty()) {
            long now = events.nextMillis();
            Kind kind = events.nextKind();
            int number = events.nextNumber();
            events.drop();
            switch (kind) {
                case TASK_ENDS -> taskEnds(number, now);
                case JOB_ENDS -> jobEnds(number, now);
                case JOB_STARTS -> jobStarts(number, now);
                case STAGE_IS_READY -> stageIsReady(number, now);
                case SLOTS_COME -> freeSlots += slotsAtArrival;
            }
            if (events.isEmpty() || events.nextMillis() > now) {
                launch(now);
            }
        }
        return new Outcome(
                lastJobEndMillis + recording.tailMillis(),
                lastStage,
                stageCause,
                stageReadyMillis,
                stageEndMillis);
    }

    private void prepare() {
        Arrays.fill(stageCause, NONE);
        Arrays.fill(jobLastStage, NONE);
        for (int i = 0; i < recording.stages().size(); i++) {
            Stage stage = recording.stages().get(i);
            stagesOfJob.get(stage.job()).add(i);
            stageWaits[i] = stage.parents().size() + 1;
            tasksLeft[i] = stage.taskMillis().length;
            for (int parent : stage.parents()) {
                children.get(parent).add(i);
            }
        }
        for (int i = 0; i < recording.jobs().size(); i++) {
            Job job = recording.jobs().get(i);
            jobAtEndOrder[i] = job.endOrder();
            jobWaits[i] = job.waitsFor().size();
            for (int stage : job.waitsFor()) {
                waitingJobs.get(stage).add(i);
            }
        }
    }

    private void taskEnds(int stage, long now) {
        freeSlots++;
        if (--tasksLeft[stage] == 0) {
            stageEnds(stage, now);
        }
    }

    private void stageIsReady(int stage, long now) {
        if (tasksLeft[stage] == 0) {
            stageEnds(stage, now);
        } else {
            ready.set(stage);
        }
    }

    private void stageEnds(int stage, long now) {
        stageEndMillis[stage] = now;
        for (int child : children.get(stage)) {
            release(child, now, stage);
        }
        for (int job : waitingJobs.get(stage)) {
            if (--jobWaits[job] == 0) {
                jobLastStage[job] = stage;
                events.add(now + recording.jobs().get(job).endLagMillis(), Kind.JOB_ENDS, job);
            }
        }
    }

    private void release(int stage, long now, int cause) {
        if (--stageWaits[stage] == 0) {
            stageCause[stage] = cause;
            stageReadyMillis[stage] = now + recording.stages().get(stage).lagMillis();
            events.add(stageReadyMillis[stage], Kind.STAGE_IS_READY, stage);
        }
    }

    private void jobEnds(int job, long now) {
        lastJobEndMillis = now;
        if (jobLastStage[job] != NONE) {
            lastStage = jobLastStage[job];
        }
        jobEndedInOrder[jobAtEndOrder[job]] = true;
        while (endedInOrder < jobEndedInOrder.length && jobEndedInOrder[endedInOrder]) {
            endedInOrder++;
        }
        startJobs(now, jobLastStage[job]);
    }

    /// All jobs that waited for no more than has ended.
    private void startJobs(long now, int cause) {
        while (startedJobs < recording.jobs().size()
                && recording.jobs().get(startedJobs).after() <= endedInOrder) {
            int number = startedJobs++;
            jobCause[number] = cause;
            events.add(now + recording.jobs().get(number).lagMillis(), Kind.JOB_STARTS, number);
        }
    }

    private void jobStarts(int number, long now) {
        Job job = recording.jobs().get(number);
        if (job.waitsFor().isEmpty()) {
            jobLastStage[number] = jobCause[number];
            events.add(now + job.endLagMillis(), Kind.JOB_ENDS, number);
        }
        for (int stage : stagesOfJob.get(number)) {
            release(stage, now, jobCause[number]);
        }
    }

    private void launch(long now) {
        for (int stage = ready.nextSetBit(0);
                stage >= 0 && freeSlots > 0;
                stage = ready.nextSetBit(stage + 1)) {
            int[] tasks = recording.stages().get(stage).taskMillis();
            while (freeSlots > 0 && nextTask[stage] < tasks.length) {
                freeSlots--;
                events.add(now + tasks[nextTask[stage]++], Kind.TASK_ENDS, stage);
            }
            if (nextTask[stage] == tasks.length) {
                ready.clear(stage);
            }
        }
    }

    private static List<List<Integer>> lists(int count) {
        List<List<Integer>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>(2));
        }
        return lists;
    }
}
