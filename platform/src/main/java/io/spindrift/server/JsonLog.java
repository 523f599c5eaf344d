package io.spindrift.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Log lines as JSON, one object a line: `time level logger message`, then a field for each
/// `key=value` that the message ends with (`app` becomes `appId`), then `error`.
final class JsonLog extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Pattern FIELDS =
            Pattern.compile("((?:\\s+[A-Za-z][A-Za-z0-9_.-]*=[^\\s=]+)+)\\s*$");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=([^\\s=]+)");
    private static final Level OTHERS = Level.WARNING;

    /// Sends all that is logged to standard error in this form; libraries only from warnings on.
    static void install(Level level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new JsonLog());
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(OTHERS);
        OURS.setLevel(level);
    }

    /// Held here, for the log manager holds loggers weakly.
    private static final Logger OURS = Logger.getLogger("io.spindrift");

    @Override
    public String format(LogRecord log) {
        String message = formatMessage(log);
        StringBuilder line = new StringBuilder(200);
        line.append('{');
        field(line, "time", TIME.format(log.getInstant()));
        field(line, "level", word(log.getLevel()));
        field(line, "logger", String.valueOf(log.getLoggerName()));
        Matcher fields = FIELDS.matcher(message);
        boolean found = fields.find();
        field(line, "message", found ? message.substring(0, fields.start()) : message);
        if (found) {
            Matcher each = FIELD.matcher(fields.group(1));
            while (each.find()) {
                field(line, each.group(1).equals("app") ? "appId" : each.group(1), each.group(2));
            }
        }
        if (log.getThrown() != null) {
            StringWriter trace = new StringWriter();
            log.getThrown().printStackTrace(new PrintWriter(trace));
            field(line, "error", trace.toString());
        }
        return line.append("}\n").toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        line.append('"').append(encoder.quoteAsString(name)).append("\":\"");
        line.append(encoder.quoteAsString(value)).append('"');
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
