package io.spindrift.server;

import io.spindrift.http.PlatformLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what was logged: a message ends with a field for each `key=value`, of which `app` is
/// called `appId`. Pure.
final class LogRecords {
    private static final Pattern FIELDS =
            Pattern.compile("((?:\\s+[A-Za-z][A-Za-z0-9_.-]*=[^\\s=]+)+)\\s*$");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=([^\\s=]+)");

    private LogRecords() {}

    /// @param message with its parameters filled in
    static PlatformLine line(LogRecord log, String message) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher end = FIELDS.matcher(message);
        boolean found = end.find();
        if (found) {
            Matcher each = FIELD.matcher(end.group(1));
            while (each.find()) {
                fields.put(each.group(1).equals("app") ? "appId" : each.group(1), each.group(2));
            }
        }
        return new PlatformLine(
                log.getInstant(),
                word(log.getLevel()),
                String.valueOf(log.getLoggerName()),
                found ? message.substring(0, end.start()) : message,
                fields,
                trace(log.getThrown()));
    }

    private static @Nullable String trace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
}
