package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.store.RunStore.RunRow;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which event logs are put by, and where. Safe for use from several threads.
///
/// ```
/// history.kept   run → KeptLog; stays when the log is dropped, so that it is not put by again
/// ```
public final class KeptLogStore {
    private static final Table<RunId, KeptLog> KEPT =
            new Table<>("history.kept", ValuesStore.RUN, new Codec());

    private final Database database;
    private final Map<RunId, KeptLog> all = new ConcurrentSkipListMap<>();

    public KeptLogStore(Database database) {
        this.database = database;
    }

    /// Reads the list into memory: some 300 bytes a run. To be called once, before anything else.
    public void start() {
        try (Cursor<RunId, KeptLog> cursor = database.scan(KEPT, Range.all())) {
            cursor.forEachRemaining(entry -> all.put(entry.key(), entry.row()));
        }
    }

    /// A run whose log was read to its end.
    ///
    /// @param log where it was then
    public record Ended(RunId run, String log, @Nullable String jobId, Instant endedAt) {}

    /// Empty for one whose log may still grow, and for an unknown one.
    public Optional<Ended> ended(RunId run) {
        return database.get(RunStore.RUNS, run)
                .filter(RunRow::readToEnd)
                .map(row -> {
                    AppState app = row.app();
                    long end = app.endMillis == 0 ? app.updatedMillis : app.endMillis;
                    return new Ended(run, row.log(), app.jobId, Instant.ofEpochMilli(end));
                });
    }

    public Optional<KeptLog> get(RunId run) {
        return Optional.ofNullable(all.get(run));
    }

    /// Those that are not dropped.
    public List<KeptLog> kept() {
        return all.values().stream().filter(Predicate.not(KeptLog::isDropped)).toList();
    }

    public void put(KeptLog log) {
        database.write(Durability.MACHINE, batch -> batch.put(KEPT, log.run(), log));
        all.put(log.run(), log);
    }

    public void remove(RunId run) {
        database.write(Durability.MACHINE, batch -> batch.delete(KEPT, run));
        all.remove(run);
    }

    private static final class Codec implements RowCodec<KeptLog> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(KeptLog log, RowWriter out) {
            out.text(log.run().appId()).number(log.run().attempt()).textOrNull(log.jobId());
            out.instant(log.endedAt()).count(log.rawBytes());
            out.list(
                    log.parts(),
                    (part, to) ->
                            to.text(part.name())
                                    .text(part.key())
                                    .count(part.sizeBytes())
                                    .flag(part.unpacked()));
        }

        @Override
        public KeptLog read(RowReader in) {
            RunId run = new RunId(in.text(), in.integer());
            return new KeptLog(
                    run,
                    in.textOrNull(),
                    in.instant(),
                    in.count(),
                    in.list(each ->
                            new KeptLog.Part(each.text(), each.text(), each.count(), each.flag())));
        }
    }
}
