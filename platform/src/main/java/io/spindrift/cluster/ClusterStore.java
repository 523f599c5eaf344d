package io.spindrift.cluster;

import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The clusters; `local` is always among them. Safe for many threads.
///
/// ```
/// cluster.cluster  clusterId -> name, kind, state with reason, when
/// ```
public final class ClusterStore {
    private static final int MOST = 1000;
    private static final Table<String, Cluster> CLUSTERS =
            new Table<>("cluster.cluster", KeyCodec.text(), new RowFormat());

    private final Database database;

    public ClusterStore(Database database) {
        this.database = database;
    }

    /// Makes `local` when the database is new.
    public void start(Instant now) {
        if (get(Cluster.LOCAL).isEmpty()) {
            put(
                    new Cluster(
                            Cluster.LOCAL,
                            "This machine",
                            ClusterKind.LOCAL,
                            ClusterState.AVAILABLE,
                            null,
                            now,
                            now));
        }
    }

    public void put(Cluster cluster) {
        database.write(Durability.MACHINE, batch -> batch.put(CLUSTERS, cluster.id(), cluster));
    }

    public Optional<Cluster> get(String id) {
        return database.get(CLUSTERS, id);
    }

    /// By id.
    public List<Cluster> list() {
        return database.list(CLUSTERS, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    /// What ran on it stays.
    public void delete(String id) {
        database.write(Durability.MACHINE, batch -> batch.delete(CLUSTERS, id));
    }

    private static final class RowFormat implements RowCodec<Cluster> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Cluster cluster, RowWriter out) {
            out.text(cluster.id()).text(cluster.displayName());
            out.constant(cluster.kind()).constant(cluster.state()).textOrNull(cluster.reason());
            out.instant(cluster.createdAt()).instant(cluster.updatedAt());
        }

        @Override
        public Cluster read(RowReader in) {
            return new Cluster(
                    in.text(),
                    in.text(),
                    in.constant(ClusterKind.class),
                    in.constant(ClusterState.class),
                    in.textOrNull(),
                    in.instant(),
                    in.instant());
        }
    }
}
