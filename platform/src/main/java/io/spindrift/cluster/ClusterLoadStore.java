package io.spindrift.cluster;

import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How loaded clusters were, for 30 days. Safe for many threads, of which one adds.
///
/// ```
/// cluster.load-minute  clusterId, minute -> its samples, folded; 25 hours of them
/// cluster.load-hour    clusterId, hour   -> the same of an hour; 31 days of them
/// ```
///
/// So a cluster has 2,244 rows at most. They can be lost: written without forcing the disk.
public final class ClusterLoadStore {
    static final Duration MINUTES_KEPT = Duration.ofHours(25);
    static final Duration HOURS_KEPT = Duration.ofDays(31);

    /// More are deleted the next time.
    private static final int MOST_DELETED = 100_000;

    private static final Table<Key, LoadSpan> MINUTES =
            new Table<>("cluster.load-minute", new KeyFormat(), new RowFormat());
    private static final Table<Key, LoadSpan> HOURS =
            new Table<>("cluster.load-hour", new KeyFormat(), new RowFormat());

    private final Database database;

    public ClusterLoadStore(Database database) {
        this.database = database;
    }

    /// Adds what was seen now.
    ///
    /// @param seen by cluster
    public void add(Map<String, LoadSample> seen, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        database.write(
                Durability.PROCESS,
                batch ->
                        seen.forEach((cluster, sample) -> {
                            Key one = new Key(cluster, minute);
                            Key all = new Key(cluster, hour);
                            batch.put(MINUTES, one, with(MINUTES, one, sample));
                            batch.put(HOURS, all, with(HOURS, all, sample));
                        }));
    }

    private LoadSpan with(Table<Key, LoadSpan> table, Key key, LoadSample sample) {
        LoadSpan added = LoadSpan.of(key.from(), sample);
        return database.get(table, key).map(before -> before.plus(added)).orElse(added);
    }

    /// The load of the last days, now in the last step.
    ///
    /// @param days 1 to 30
    public LoadCurve curve(String clusterId, int days, Instant now) {
        Table<Key, LoadSpan> table = days <= 1 ? MINUTES : HOURS;
        long from = LoadCurve.from(days, now).getEpochSecond();
        Range range =
                Range.prefix(key -> key.text(clusterId))
                        .from(key -> key.text(clusterId).number(from));
        List<LoadSpan> spans = new ArrayList<>();
        try (Cursor<Key, LoadSpan> rows = database.scan(table, range)) {
            while (rows.hasNext()) {
                spans.add(rows.next().row());
            }
        }
        return LoadCurve.of(days, now, spans);
    }

    /// Deletes what is too old, also of clusters that are no more. Walks over all rows.
    public void trim(Instant now) {
        trim(MINUTES, now.minus(MINUTES_KEPT));
        trim(HOURS, now.minus(HOURS_KEPT));
    }

    private void trim(Table<Key, LoadSpan> table, Instant before) {
        List<Key> old = new ArrayList<>();
        try (Cursor<Key, LoadSpan> rows = database.scan(table, Range.all())) {
            while (rows.hasNext() && old.size() < MOST_DELETED) {
                Key key = rows.next().key();
                if (key.from().isBefore(before)) {
                    old.add(key);
                }
            }
        }
        if (!old.isEmpty()) {
            database.write(
                    Durability.PROCESS, batch -> old.forEach(key -> batch.delete(table, key)));
        }
    }

    private record Key(String clusterId, Instant from) {}

    private static final class KeyFormat implements KeyCodec<Key> {
        @Override
        public void write(Key key, KeyWriter out) {
            out.text(key.clusterId()).number(key.from().getEpochSecond());
        }

        @Override
        public Key read(KeyReader in) {
            return new Key(in.text(), Instant.ofEpochSecond(in.number()));
        }
    }

    private static final class RowFormat implements RowCodec<LoadSpan> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(LoadSpan span, RowWriter out) {
            out.instant(span.from()).number(span.samples());
            out.number(span.runningSum()).number(span.pendingSum()).number(span.milliCoresSum());
            LoadSample most = span.most();
            out.number(most.running()).number(most.pending()).number(most.milliCores());
        }

        @Override
        public LoadSpan read(RowReader in) {
            return new LoadSpan(
                    in.instant(),
                    in.integer(),
                    in.number(),
                    in.number(),
                    in.number(),
                    new LoadSample(in.integer(), in.integer(), in.number()));
        }
    }
}
