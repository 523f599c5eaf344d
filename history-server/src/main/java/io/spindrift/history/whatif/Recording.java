package io.spindrift.history.whatif;

import io.spindrift.history.StageRun;
import java.util.List;

/// A run as the model plays it again: what waited for what, and how long the driver took in
/// between. All times are milliseconds since the application's start.
///
/// @param jobs in the order in which they were submitted
/// @param arrivals when executors came, rising: as many as were there at most at once
/// @param tailMillis from the end of the last job to the end of the application
record Recording(
        long endMillis,
        List<Job> jobs,
        List<Stage> stages,
        List<Long> arrivals,
        int slotsPerExecutor,
        int coresPerExecutor,
        long tailMillis) {
    Recording {
        jobs = List.copyOf(jobs);
        stages = List.copyOf(stages);
        arrivals = List.copyOf(arrivals);
    }

    /// @param after how many jobs, in the order of their ends, had ended when it was submitted: it
    ///   waits for all of them, as a program that works step by step does
    /// @param endOrder its own place in that order
    /// @param lagMillis from the end of the last of those to its start: the driver's work
    /// @param waitsFor numbers of stages that must have ended before it does
    /// @param endLagMillis from their end to its own
    record Job(int after, int endOrder, long lagMillis, List<Integer> waitsFor, long endLagMillis) {
        Job {
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /// @param job number of the job that ran it
    /// @param parents numbers of the stages whose shuffle blocks it reads
    /// @param lagMillis from the end of the last of those, and the start of its job, to its own
    /// @param taskMillis of all its tasks, in the order in which they were launched
    @SuppressWarnings("ArrayRecordComponent") // never compared; a list would box a number a task
    record Stage(StageRun run, int job, List<Integer> parents, long lagMillis, int[] taskMillis) {
        Stage {
            parents = List.copyOf(parents);
        }

        private Stage joined(int count) {
            int[] fewer = new int[(taskMillis.length + count - 1) / count];
            for (int i = 0; i < taskMillis.length; i++) {
                fewer[i / count] += taskMillis[i];
            }
            return new Stage(run, job, parents, lagMillis, fewer);
        }

        long longestTaskMillis() {
            int longest = 0;
            for (int millis : taskMillis) {
                longest = Math.max(longest, millis);
            }
            return longest;
        }
    }

    int executors() {
        return arrivals.size();
    }

    long tasks() {
        return stages.stream().mapToLong(stage -> stage.taskMillis().length).sum();
    }

    long taskMillis() {
        long sum = 0;
        for (Stage stage : stages) {
            for (int millis : stage.taskMillis()) {
                sum += millis;
            }
        }
        return sum;
    }

    /// Executors above those that there were come with the last of them.
    long arrival(int executor) {
        return arrivals.get(Math.min(executor, arrivals.size() - 1));
    }

    /// The same work in fewer tasks, where there are more: those launched one after the other are
    /// joined.
    Recording ofAtMost(int tasksMax) {
        long tasks = tasks();
        if (tasks <= tasksMax) {
            return this;
        }
        int joined = Math.toIntExact((tasks + tasksMax - 1) / tasksMax);
        return new Recording(
                endMillis,
                jobs,
                stages.stream().map(stage -> stage.joined(joined)).toList(),
                arrivals,
                slotsPerExecutor,
                coresPerExecutor,
                tailMillis);
    }
}
