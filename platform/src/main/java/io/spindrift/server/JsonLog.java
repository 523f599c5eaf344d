package io.spindrift.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.spindrift.http.PlatformLine;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Log lines as JSON, one object a line: `time level logger message`, then a field for each
/// `key=value` that the message ends with (`app` becomes `appId`), then `error`.
final class JsonLog extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
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
        SOCKETS.setLevel(Level.SEVERE);
        VECTORS.setLevel(Level.SEVERE);
    }

    /// Each way to a port of a pod ends with two warnings of its closing, whatever came of it.
    private static final Logger SOCKETS =
            Logger.getLogger("io.fabric8.kubernetes.client.jdkhttp.JdkWebSocketImpl");

    /// Recommends what the quick compiler, chosen for the whole of this process, would make slow.
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    /// Held here, for the log manager holds loggers weakly.
    static final Logger OURS = Logger.getLogger("io.spindrift");

    @Override
    public String format(LogRecord log) {
        PlatformLine said = LogRecords.line(log, formatMessage(log));
        StringBuilder line = new StringBuilder(200);
        line.append('{');
        field(line, "time", TIME.format(said.at()));
        field(line, "level", said.level());
        field(line, "logger", said.logger());
        field(line, "message", said.message());
        said.fields().forEach((name, value) -> field(line, name, value));
        if (said.error() != null) {
            field(line, "error", said.error());
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
}
