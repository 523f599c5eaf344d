package io.spindrift.history.issue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why an executor or a driver ended, read from its exit code and Spark's free text.
///
/// The codes are Spark's `SparkExitCode` and `ExecutorExitCode`, and 128 + signal of the shell; the
/// texts are those of the schedulers on Kubernetes, YARN and standalone.
record ExitReason(Kind kind, String meaning, String advice) {
    enum Kind {
        HEAP_FULL,
        CONTAINER_FULL,
        TAKEN_AWAY,
        SILENT,
        BROKEN,
        CRASHED,
        PLANNED,
        UNKNOWN
    }

    private static final Pattern EXIT_CODE =
            Pattern.compile("\\b(?:code|status)[ =:]+(-?\\d{1,5})");

    private static final String HEAP_ADVICE =
            "Raise executor.memory (twice is a good first step), or make tasks smaller: more"
                    + " spark.sql.shuffle.partitions, or fewer cores in an executor.";
    private static final String CONTAINER_ADVICE =
            "Memory outside the heap ran over the container's limit: raise memoryOverhead (half as"
                    + " much again), more for Python; the heap itself need not grow.";

    /// @param text the removal reason, or a driver's last words
    static ExitReason of(String text) {
        if (contains(text, "decommission|killed by driver|idle|requested by|spot|preempt")
                && !contains(text, "OOM|137")) {
            return contains(text, "spot|preempt|decommission")
                    ? takenAway("its node was taken away or retired")
                    : new ExitReason(Kind.PLANNED, "Spark gave it back", "Nothing to do.");
        }
        if (contains(
                text, "exceeding (physical |virtual )?memory limits|OOMKilled|container OOM")) {
            return containerFull("the container ran over its memory limit");
        }
        Matcher code = EXIT_CODE.matcher(text);
        if (code.find()) {
            return of(Integer.parseInt(code.group(1)), text);
        }
        return byWords(text);
    }

    static ExitReason of(int code, String text) {
        return switch (code) {
            case 0 -> new ExitReason(Kind.PLANNED, "it ended well", "Nothing to do.");
            case 52 ->
                    new ExitReason(
                            Kind.HEAP_FULL,
                            "its JVM ran out of memory (exit code 52)",
                            HEAP_ADVICE);
            case 137 -> containerFull("it was killed (exit code 137), most likely for its memory");
            case 143 -> takenAway("it was told to end (exit code 143)");
            case 50, 51 -> crashed("an exception that nobody caught (exit code " + code + ")");
            case 53 ->
                    new ExitReason(
                            Kind.BROKEN,
                            "no local folder could be made (exit code 53)",
                            "Check the node's local disk: full, read-only, or not mounted.");
            case 56 -> silent("no heartbeat reached the driver (exit code 56)");
            case 126, 127 -> crashed("its command could not be run (exit code " + code + ")");
            case 134 -> crashed("the JVM aborted (exit code 134)");
            case 139 -> crashed("a native library crashed it (exit code 139)");
            default -> crashed("it ended with exit code " + code);
        };
    }

    private static ExitReason byWords(String text) {
        if (contains(text, "heartbeat timed out|heartbeats")) {
            return silent("it fell silent");
        }
        if (contains(
                text,
                "Evicted|was not found in the cluster|node.*lost|worker lost|Worker shutting down")) {
            return takenAway("its node or worker is gone");
        }
        if (contains(text, "Remote RPC client disassociated")) {
            return crashed("its connection broke, often because the process was killed");
        }
        return new ExitReason(
                Kind.UNKNOWN,
                text.isBlank() ? "nobody knows why" : Words.line(text, 160),
                "Look at the end of the executor's log.");
    }

    private static ExitReason containerFull(String meaning) {
        return new ExitReason(Kind.CONTAINER_FULL, meaning, CONTAINER_ADVICE);
    }

    private static ExitReason takenAway(String meaning) {
        return new ExitReason(
                Kind.TAKEN_AWAY,
                meaning,
                "On spot nodes this happens: switch spark.decommission.enabled on, so that shuffle"
                        + " blocks move before the node goes, and keep the driver on-demand.");
    }

    private static ExitReason silent(String meaning) {
        return new ExitReason(
                Kind.SILENT,
                meaning,
                "Usually a very long garbage collection or an overloaded node: see the GC time and the"
                        + " memory of that executor.");
    }

    private static ExitReason crashed(String meaning) {
        return new ExitReason(
                Kind.CRASHED,
                meaning,
                "Look at the end of the executor's log for what it said last.");
    }

    private static boolean contains(String text, String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE).matcher(text).find();
    }
}
