package io.spindrift.history.issue;

import io.spindrift.history.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What failed in the first place, found in a text where exceptions wrap exceptions.
///
/// @param className of the exception, as far as the text tells; Spark's own word else
/// @param message its first line
record RootCause(String className, String message) {
    private static final int MESSAGE_MAX = 300;
    private static final String TRACEBACK = "Traceback (most recent call last):";
    private static final String RECENT = "most recent failure:";

    /// Python's last line: `ValueError: bad`, not indented, after the frames.
    private static final Pattern PYTHON =
            Pattern.compile(
                    "(?m)^([A-Za-z_][\\w.]*(?:Error|Exception|Interrupt|Exit|Warning))(?:: (.*))?$");

    private static final Pattern CAUSED_BY =
            Pattern.compile("(?m)^\\s*Caused by: ([\\w.$]+)(?:: (.*))?$");

    /// `Lost task 0.3 in stage 1.0 (TID 7) (host executor 0): java.lang.X: message`.
    private static final Pattern LOST_TASK =
            Pattern.compile("executor [\\w-]+\\): ([\\w.$]+)(?:: ?(.*))?");

    RootCause {
        message = Words.line(message, MESSAGE_MAX);
    }

    /// Bounded: texts are cut at 64 KiB where failures are made, and the patterns look at lines.
    static RootCause of(Failure failure) {
        Failure.Cause root = failure.root();
        String text = root.message() + "\n" + failure.stackTrace();
        int python = text.indexOf(TRACEBACK);
        if (python >= 0) {
            Matcher line = PYTHON.matcher(text);
            if (line.find(python)) {
                return found(line);
            }
        }
        if (failure.chain().size() > 1) {
            return new RootCause(root.className(), root.message());
        }
        return of(text, new RootCause(root.className(), root.message()));
    }

    /// Of a job's failure message alone.
    static RootCause of(String text) {
        return of(text, new RootCause("", text));
    }

    String shortName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /// `OutOfMemoryError: Java heap space`.
    String sentence() {
        if (className.isEmpty()) {
            return message;
        }
        return message.isEmpty() || message.startsWith(className)
                ? shortName()
                : shortName() + (message.startsWith("(") ? " " : ": ") + message;
    }

    /// Alike but for numbers (task and stage ids, hosts' ports): the same trouble.
    String key() {
        return className + ":" + message.replaceAll("\\d+", "#");
    }

    private static RootCause of(String text, RootCause otherwise) {
        RootCause cause = otherwise;
        Matcher causedBy = CAUSED_BY.matcher(text);
        boolean deeper = false;
        while (causedBy.find()) {
            cause = found(causedBy);
            deeper = true;
        }
        int recent = text.indexOf(RECENT);
        if (!deeper && recent >= 0) {
            Matcher lost = LOST_TASK.matcher(text);
            if (lost.find(recent)) {
                return found(lost);
            }
        }
        return cause;
    }

    private static RootCause found(Matcher line) {
        String message = line.group(2);
        return new RootCause(line.group(1), message == null ? "" : message);
    }
}
