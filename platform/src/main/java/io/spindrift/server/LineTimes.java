package io.spindrift.server;

import io.spindrift.history.LogLines.Line;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// When lines of a log were written, as far as they say so in the way of Spark's own layout:
/// `26/11/21 19:55:08 INFO …`, without a zone.
record LineTimes(ZoneId zone) {
    private static final DateTimeFormatter LAYOUT =
            DateTimeFormatter.ofPattern("yy/MM/dd HH:mm:ss");
    private static final int LENGTH = "26/11/21 19:55:08".length();

    /// The newest that one of them tells, else when their run began.
    Instant newest(List<Line> lines, Instant began) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String text = lines.get(i).text();
            if (text.length() > LENGTH && text.charAt(2) == '/' && text.charAt(5) == '/') {
                Instant written = read(text.substring(0, LENGTH), began);
                if (written.isAfter(began)) {
                    return written;
                }
            }
        }
        return began;
    }

    private Instant read(String text, Instant otherwise) {
        try {
            return LocalDateTime.parse(text, LAYOUT).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return otherwise; // a line that only looks like one of Spark's
        }
    }
}
