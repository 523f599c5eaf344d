package io.spindrift.history.store;

import io.spindrift.history.LogNotes;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RunId;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a log told beside the run itself.
///
/// ```
/// history.unknown   run → names of unknown events with their counts
/// history.process   run → processes beside driver and executors
/// ```
final class NoteStore {
    static final Table<RunId, Map<String, Long>> UNKNOWN =
            new Table<>("history.unknown", ValuesStore.RUN, new UnknownCodec());
    static final Table<RunId, List<ProcessRun>> PROCESSES =
            new Table<>("history.process", ValuesStore.RUN, new ProcessCodec());

    private NoteStore() {}

    static void load(Reading rows, AppState app) {
        rows.get(UNKNOWN, app.run).ifPresent(app.unknownByName::putAll);
        rows.get(PROCESSES, app.run).ifPresent(app.processes::addAll);
    }

    static void put(AppState app, Batch batch) {
        if (app.unknownDirty) {
            batch.put(UNKNOWN, app.run, app.unknownByName);
        }
        if (app.processesDirty) {
            batch.put(PROCESSES, app.run, app.processes);
        }
    }

    static void forget(RunId run, Batch batch) {
        batch.delete(UNKNOWN, run);
        batch.delete(PROCESSES, run);
    }

    static List<ProcessRun> processes(Reading rows, RunId run) {
        return rows.get(PROCESSES, run).orElse(List.of());
    }

    static LogNotes notes(Reading rows, RunId run) {
        return rows.get(RunStore.RUNS, run)
                .map(row ->
                        new LogNotes(
                                row.app().malformedLines,
                                row.app().unknownEvents,
                                rows.get(UNKNOWN, run).orElse(Map.of())))
                .orElse(LogNotes.NONE);
    }

    private static final class UnknownCodec implements RowCodec<Map<String, Long>> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Map<String, Long> names, RowWriter out) {
            ValuesStore.writeSorted(names, out, (count, to) -> to.count(count));
        }

        @Override
        public Map<String, Long> read(RowReader in) {
            return ValuesStore.readMap(in, RowReader::count);
        }
    }

    private static final class ProcessCodec implements RowCodec<List<ProcessRun>> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(List<ProcessRun> processes, RowWriter out) {
            out.list(processes, ProcessCodec::writeOne);
        }

        private static void writeOne(ProcessRun process, RowWriter out) {
            out.text(process.id()).text(process.hostPort()).number(process.cores());
            out.count(process.addedAt().toEpochMilli());
            out.texts(new TreeMap<>(process.logUrls()));
        }

        @Override
        public List<ProcessRun> read(RowReader in) {
            return in.list(from ->
                    new ProcessRun(
                            from.text(),
                            from.text(),
                            from.integer(),
                            Instant.ofEpochMilli(from.count()),
                            from.texts()));
        }
    }
}
