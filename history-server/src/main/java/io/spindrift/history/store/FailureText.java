package io.spindrift.history.store;

import io.spindrift.history.Failure.Cause;
import io.spindrift.history.eventlog.SparkEvent.TaskEndReason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds exceptions and their causes in the texts that Spark leaves behind.
final class FailureText {
    static final int TRACE_MAX = 64 << 10;
    private static final int MESSAGE_MAX = 4 << 10;
    private static final int CAUSES_MAX = 32;
    private static final String CAUSED_BY = "Caused by: ";

    /// Before a job's exception Spark tells which task had it.
    private static final Pattern LOST_TASK =
            Pattern.compile("^Job aborted .* executor [^ )]+\\): (?=[\\w.$]+(:|$))");

    private static final String TRACEBACK = "Traceback (most recent call last):";

    private FailureText() {}

    static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /// Outermost first; `fallback` names what has no exception in it.
    static List<Cause> chain(String className, String message, String trace, String fallback) {
        List<Cause> chain = new ArrayList<>();
        if (!className.isEmpty()) {
            chain.add(cause(className, message));
        }
        boolean python = false;
        for (String line : cut(trace.isEmpty() ? message : trace, TRACE_MAX).lines().toList()) {
            if (chain.size() >= CAUSES_MAX) {
                break;
            }
            if (line.startsWith(CAUSED_BY)) {
                add(chain, line.substring(CAUSED_BY.length()));
                python = false;
            } else if (line.strip().startsWith(TRACEBACK) || line.contains(": " + TRACEBACK)) {
                python = true;
            } else if (python && exceptionLine(line)) {
                add(chain, line);
                python = false;
            } else if (chain.isEmpty()) {
                String told = LOST_TASK.matcher(line).replaceFirst("");
                if (exceptionLine(told) && told.indexOf('.') > 0) {
                    add(chain, told);
                }
            }
        }
        if (chain.isEmpty()) {
            chain.add(cause(fallback, message.isEmpty() ? trace : message));
        }
        return chain;
    }

    private static void add(List<Cause> chain, String line) {
        int colon = line.indexOf(": ");
        Cause cause =
                colon < 0
                        ? cause(line.strip(), "")
                        : cause(line.substring(0, colon).strip(), line.substring(colon + 2));
        if (chain.isEmpty() || !chain.getLast().equals(cause)) {
            chain.add(cause);
        }
    }

    private static Cause cause(String className, String message) {
        return new Cause(cut(className, 300), cut(message, MESSAGE_MAX).strip());
    }

    /// `java.io.IOException: gone`, `ValueError: no`: a name, then a colon.
    private static boolean exceptionLine(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        return !name.isEmpty()
                && (name.endsWith("Error") || name.endsWith("Exception") || name.endsWith("Exit"))
                && name.chars()
                        .allMatch(
                                letter -> Character.isJavaIdentifierPart(letter) || letter == '.');
    }

    static @Nullable String ofTask(TaskEndReason reason) {
        if (reason.success()) {
            return null;
        }
        if (!reason.stackTrace().isEmpty()) {
            return cut(reason.stackTrace(), TRACE_MAX);
        }
        String what = reason.className().isEmpty() ? reason.reason() : reason.className();
        String text =
                switch (what) {
                    case "ExecutorLostFailure" -> what + " " + reason.message();
                    case "TaskKilled" -> reason.message();
                    case "FetchFailed" ->
                            "FetchFailed("
                                    + reason.fetch()
                                    + ", message=\n"
                                    + reason.message()
                                    + "\n)";
                    default -> what + ": " + reason.message();
                };
        return cut(text, TRACE_MAX);
    }
}
