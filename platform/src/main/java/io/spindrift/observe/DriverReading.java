package io.spindrift.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.DriverFigures;
import io.spindrift.app.DriverFigures.Counts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads figures out of what a driver's own REST API answers. Pure.
///
/// Drivers of others may say anything: what is missing or odd counts as nothing.
public final class DriverReading {
    private static final String DRIVER = "driver";
    private static final int LONGEST_TEXT = 100;

    private DriverReading() {}

    /// What to ask of it, in this order.
    public static List<String> questions(String sparkAppId) {
        String root = "/api/v1/applications/" + sparkAppId;
        return List.of(root, root + "/allexecutors", root + "/jobs");
    }

    /// @param answers one to each question
    /// @return empty where it is another application's driver that answered
    public static Optional<DriverFigures> read(
            String sparkAppId, List<JsonNode> answers, Instant now) {
        JsonNode about = answers.get(0);
        if (!about.path("id").asText().equals(sparkAppId)) {
            return Optional.empty();
        }
        JsonNode attempt = about.path("attempts").path(0);
        Executors executors = new Executors(now);
        answers.get(1).forEach(executors::add);
        Jobs jobs = new Jobs();
        answers.get(2).forEach(jobs::add);
        return Optional.of(
                new DriverFigures(
                        now,
                        text(attempt, "appSparkVersion"),
                        text(attempt, "sparkUser"),
                        jobs.jobs(),
                        jobs.stages(),
                        executors.tasks(),
                        executors.live,
                        executors.ever,
                        executors.cores,
                        executors.coreMillis,
                        executors.taskMillis,
                        executors.inputBytes,
                        executors.shuffleReadBytes,
                        executors.shuffleWriteBytes,
                        executors.peakMemoryBytes == 0
                                ? null
                                : Long.valueOf(executors.peakMemoryBytes)));
    }

    private static String text(JsonNode node, String name) {
        String text = node.path(name).asText("");
        return text.length() > LONGEST_TEXT ? "" : text;
    }

    private static long number(JsonNode node, String name) {
        return Math.max(0, node.path(name).asLong());
    }

    private static int whole(JsonNode node, String name) {
        return (int) Math.min(Integer.MAX_VALUE, number(node, name));
    }

    /// Sums over executors, and over a driver that runs tasks itself.
    private static final class Executors {
        private final Instant now;
        private int live;
        private int ever;
        private int cores;
        private int tasks;
        private int activeTasks;
        private int completedTasks;
        private int failedTasks;
        private long coreMillis;
        private long taskMillis;
        private long inputBytes;
        private long shuffleReadBytes;
        private long shuffleWriteBytes;
        private long peakMemoryBytes;

        Executors(Instant now) {
            this.now = now;
        }

        void add(JsonNode one) {
            boolean driver = one.path("id").asText().equals(DRIVER);
            boolean active = one.path("isActive").asBoolean();
            int its = whole(one, "totalCores");
            ever += driver ? 0 : 1;
            live += !driver && active ? 1 : 0;
            cores += active ? its : 0;
            coreMillis += its * lifeMillis(one, active);
            tasks += whole(one, "totalTasks");
            activeTasks += whole(one, "activeTasks");
            completedTasks += whole(one, "completedTasks");
            failedTasks += whole(one, "failedTasks");
            // Of a driver it is the time since its start.
            taskMillis += driver ? 0 : number(one, "totalDuration");
            inputBytes += number(one, "totalInputBytes");
            shuffleReadBytes += number(one, "totalShuffleRead");
            shuffleWriteBytes += number(one, "totalShuffleWrite");
            if (!driver || its > 0) {
                peakMemoryBytes = Math.max(peakMemoryBytes, peak(one.path("peakMemoryMetrics")));
            }
        }

        Counts tasks() {
            return new Counts(tasks, activeTasks, completedTasks, failedTasks);
        }

        private long lifeMillis(JsonNode one, boolean active) {
            Instant from = time(one.path("addTime").asText());
            Instant removed = time(one.path("removeTime").asText());
            Instant until = removed == null && active ? now : removed;
            return from == null || until == null
                    ? 0
                    : Math.max(0, until.toEpochMilli() - from.toEpochMilli());
        }

        /// Of the process where it was measured, else what its JVM used.
        private static long peak(JsonNode metrics) {
            long process =
                    number(metrics, "ProcessTreeJVMRSSMemory")
                            + number(metrics, "ProcessTreePythonRSSMemory")
                            + number(metrics, "ProcessTreeOtherRSSMemory");
            return process > 0
                    ? process
                    : number(metrics, "JVMHeapMemory") + number(metrics, "JVMOffHeapMemory");
        }

        /// `2026-11-22T01:00:05.000GMT`
        private static @Nullable Instant time(String text) {
            try {
                return Instant.parse(text.replace("GMT", "Z"));
            } catch (DateTimeException e) {
                return null; // it was not told
            }
        }
    }

    /// Of jobs that Spark still knows; how many there were tells the highest id.
    private static final class Jobs {
        private int known;
        private int highest = -1;
        private int active;
        private int failed;
        private int activeStages;
        private int completedStages;
        private int failedStages;
        private int skippedStages;

        void add(JsonNode job) {
            known++;
            highest = Math.max(highest, job.path("jobId").asInt(-1));
            switch (job.path("status").asText()) {
                case "RUNNING" -> active++;
                case "FAILED" -> failed++;
                default -> {}
            }
            activeStages += whole(job, "numActiveStages");
            completedStages += whole(job, "numCompletedStages");
            failedStages += whole(job, "numFailedStages");
            skippedStages += whole(job, "numSkippedStages");
        }

        Counts jobs() {
            int total = Math.max(known, highest + 1);
            return new Counts(total, active, Math.max(0, total - active - failed), failed);
        }

        Counts stages() {
            int total = activeStages + completedStages + failedStages + skippedStages;
            return new Counts(total, activeStages, completedStages, failedStages);
        }
    }
}
