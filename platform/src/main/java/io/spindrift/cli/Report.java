package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// An application in words, for a terminal.
final class Report {
    private Report() {}

    /// What the person who waited wants to know.
    static String ofEnd(JsonNode application) {
        JsonNode metrics = application.path("metrics");
        Lines lines = new Lines();
        lines.add("state", application.path("appState").asText());
        String failure = application.path("failure").path("sentence").asText("");
        if (!failure.isEmpty()) {
            lines.add("because", failure);
        }
        lines.add("duration", Figures.duration(metrics.path("durationMillis")));
        lines.add("core hours", Figures.hours(metrics.path("coreHours")));
        lines.add(
                "efficiency",
                Figures.share(metrics.path("efficiency"))
                        + " (CPU "
                        + Figures.share(metrics.path("cpuEfficiency"))
                        + ")");
        lines.add("cost", Figures.money(application.path("cost").path("total")));
        return lines.toString();
    }

    static String ofAll(JsonNode application) {
        JsonNode metrics = application.path("metrics");
        JsonNode issues = application.path("issues");
        Lines lines = new Lines();
        lines.add("application", application.path("id").asText());
        lines.add("job", Figures.text(application.path("job").path("displayName")));
        lines.add("user", Figures.text(application.path("user")));
        lines.add("Spark", Figures.text(application.path("sparkVersion")));
        lines.add("submitted", Figures.time(application.path("createdAt")) + " UTC");
        lines.add("reason", Figures.text(application.path("stateReason")));
        lines.add("read", Figures.bytes(metrics.path("dataReadBytes")));
        lines.add("written", Figures.bytes(metrics.path("dataWrittenBytes")));
        lines.add("shuffled", Figures.bytes(metrics.path("shuffleWriteBytes")));
        lines.add("stages", counts(metrics.path("stages")));
        lines.add("tasks", counts(metrics.path("tasks")));
        lines.add(
                "issues",
                issues.path("error").asInt()
                        + " errors, "
                        + issues.path("warning").asInt()
                        + " warnings");
        return lines + "\n" + ofEnd(application);
    }

    static String ofIssue(JsonNode issue) {
        String advice = issue.path("advice").asText("");
        return "\n"
                + issue.path("severity").asText()
                + ": "
                + issue.path("title").asText()
                + (advice.isEmpty() ? "" : "\n  " + advice);
    }

    static String counts(JsonNode counts) {
        if (!counts.path("total").isNumber()) {
            return "-";
        }
        long skipped = counts.path("skipped").asLong();
        long failed = counts.path("failed").asLong();
        return counts.path("completed").asLong()
                + " of "
                + (counts.path("total").asLong() - skipped)
                + (failed == 0 ? "" : ", " + failed + " failed")
                + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    /// Where a running application stands, on one line.
    static String ofProgress(JsonNode application) {
        JsonNode metrics = application.path("metrics");
        StringBuilder line = new StringBuilder(application.path("appState").asText());
        int queued = application.path("queuePosition").asInt();
        if (queued > 0) {
            line.append(", waits for room as number ").append(queued);
        }
        if (metrics.path("stages").path("total").isNumber()) {
            line.append("; ").append(done("stages", metrics.path("stages")));
            line.append("; ").append(done("tasks", metrics.path("tasks")));
        }
        for (JsonNode stage : application.path("progress").path("activeStages")) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "; stage %d %s %s",
                            stage.path("stageId").asInt(),
                            stage.path("name").asText(),
                            counts(stage.path("tasks"))));
        }
        return line.toString();
    }

    /// What is done only grows; how many there will be in the end nobody knows while it runs.
    private static String done(String name, JsonNode counts) {
        StringBuilder text = new StringBuilder(name);
        text.append(' ').append(counts.path("completed").asLong()).append(" done");
        for (String word : List.of("active", "failed", "skipped")) {
            long count = counts.path(word).asLong();
            if (count > 0) {
                text.append(", ").append(count).append(' ');
                text.append(word.equals("active") ? "running" : word);
            }
        }
        return text.toString();
    }

    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        void add(String name, String value) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(String.format(Locale.ROOT, "%-12s %s", name, value));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
