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
    public record Ended(
            RunId run,
            String log,
            @Nullable String jobId,
            Instant endedAt,
            @Nullable String outcome) {
        /// Its log as it is put by now.
        public KeptLog kept(long rawBytes, List<KeptLog.Part> parts) {
            Map<String, String> versions = VersionStore.current();
            return new KeptLog(run, log, jobId, endedAt, outcome, versions, rawBytes, parts);
        }
    }

    /// Empty for one whose log may still grow, and for an unknown one.
    public Optional<Ended> ended(RunId run) {
        return database.get(RunStore.RUNS, run)
                .filter(RunRow::readToEnd)
                .map(row -> {
                    AppState app = row.app();
                    long end = app.endMillis == 0 ? app.updatedMillis : app.endMillis;
                    Instant endedAt = Instant.ofEpochMilli(end);
                    return new Ended(run, row.log(), app.jobId, endedAt, app.outcome);
                });
    }

    public Optional<KeptLog> get(RunId run) {
        return Optional.ofNullable(all.get(run));
    }

    /// Those that are not dropped.
    public List<KeptLog> kept() {
        return all.values().stream().filter(Predicate.not(KeptLog::isDropped)).toList();
    }

    /// Removes what was folded from a run's log, to be folded anew. Before history starts.
    public void unfold(RunId run) {
        database.write(Durability.MACHINE, batch -> FoldStore.unfold(run, batch));
    }

    /// Those of runs whose rows are of a version that cannot be read any more.
    public List<KeptLog> stale() {
        return kept().stream().filter(log -> VersionStore.areTooOld(log.versions())).toList();
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
            return 2;
        }

        @Override
        public void write(KeptLog log, RowWriter out) {
            out.text(log.run().appId()).number(log.run().attempt()).textOrNull(log.jobId());
            out.instant(log.endedAt()).count(log.rawBytes());
            out.text(log.log()).textOrNull(log.outcome()).texts(log.versions());
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
            String jobId = in.textOrNull();
            Instant endedAt = in.instant();
            long rawBytes = in.count();
            boolean first = in.version() == 1;
            String log = first ? "" : in.text();
            String outcome = first ? null : in.textOrNull();
            Map<String, String> versions = first ? Map.of() : in.texts();
            return new KeptLog(
                    run, log, jobId, endedAt, outcome, versions, rawBytes, in.list(Codec::part));
        }

        private static KeptLog.Part part(RowReader in) {
            return new KeptLog.Part(in.text(), in.text(), in.count(), in.flag());
        }
    }
}
