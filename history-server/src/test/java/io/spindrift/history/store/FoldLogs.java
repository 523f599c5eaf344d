package io.spindrift.history.store;

import static io.spindrift.history.store.TestStore.RUN;

import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Logs as events: real ones, and those that a test writes out with `'` for `"`.
final class FoldLogs {
    private static final EventParser PARSER = new EventParser();

    private FoldLogs() {}

    static SparkEvent event(String line) {
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return PARSER.parse(bytes, 0, bytes.length);
    }

    static List<SparkEvent> events(String log, Path folder) {
        List<SparkEvent> events = new ArrayList<>();
        for (byte[] line : LogFixtures.lines(LogFixtures.unpack(log, folder.resolve(log)))) {
            events.add(PARSER.parse(line, 0, line.length));
        }
        return events;
    }

    static LogPosition at(long events) {
        return new LogPosition(1, events, 0, events);
    }

    /// All of it, to the end.
    static void read(TestStore test, List<SparkEvent> events) {
        RunWriter writer = test.store.open(RUN, Path.of("log"), null);
        events.forEach(writer::apply);
        writer.finish(at(events.size()), 0);
    }

    /// A stretch of a log that goes on, with the fold taken up anew behind every so many events.
    static void grow(TestStore test, List<SparkEvent> events, int slice) {
        for (int i = 0; i < events.size(); i += slice) {
            RunWriter writer = test.store.open(RUN, Path.of("log"), null);
            List<SparkEvent> part = events.subList(i, Math.min(events.size(), i + slice));
            part.forEach(writer::apply);
            writer.commit(at(writer.position().events() + part.size()));
        }
    }
}
