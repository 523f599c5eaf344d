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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Kubernetes clusters that were registered; their credentials sealed, and given to nobody but
/// who connects. Safe for many threads.
///
/// ```
/// cluster.kube  clusterId -> how it is reached and used, prices, the sealed kubeconfig
/// ```
public final class KubeClusterStore {
    private static final int MOST = 1000;
    private static final Table<String, Row> ROWS =
            new Table<>("cluster.kube", KeyCodec.text(), new RowFormat());

    private final Database database;
    private final SecretBox box;

    public KubeClusterStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /// Stores it, in place of one of the same id, with these credentials.
    ///
    /// @param kubeconfig null inside of the cluster
    public void put(Registration registration, @Nullable String kubeconfig) {
        String id = registration.cluster().clusterId();
        write(new Row(registration, kubeconfig == null ? null : box.seal(id, kubeconfig)));
    }

    /// Changes what is stored beside the credentials. Does nothing where there is no such cluster.
    public void change(Registration registration) {
        database.get(ROWS, registration.cluster().clusterId())
                .ifPresent(row -> write(new Row(registration, row.sealed())));
    }

    public Optional<Registration> get(String clusterId) {
        return database.get(ROWS, clusterId).map(Row::registration);
    }

    /// By id.
    public List<Registration> list() {
        return rows().stream().map(Row::registration).toList();
    }

    /// Empty where it has none.
    ///
    /// @throws WrongKeyException when they cannot be opened with the key that is here
    public Optional<String> kubeconfig(String clusterId) {
        return database.get(ROWS, clusterId)
                .flatMap(row -> Optional.ofNullable(row.sealed()))
                .map(sealed -> box.open(clusterId, sealed));
    }

    public void delete(String clusterId) {
        database.write(Durability.MACHINE, batch -> batch.delete(ROWS, clusterId));
    }

    /// Seals anew what another key than the first sealed; afterwards that key may go.
    ///
    /// @return how many were
    /// @throws WrongKeyException when one cannot be opened; those before it are sealed anew
    public int seal() {
        int sealed = 0;
        for (Row row : rows()) {
            String old = row.sealed();
            if (old != null && !box.current(old)) {
                String id = row.registration().cluster().clusterId();
                write(new Row(row.registration(), box.seal(id, box.open(id, old))));
                sealed++;
            }
        }
        return sealed;
    }

    private List<Row> rows() {
        return database.list(ROWS, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    private void write(Row row) {
        String id = row.registration().cluster().clusterId();
        database.write(Durability.MACHINE, batch -> batch.put(ROWS, id, row));
    }

    private record Row(Registration registration, @Nullable String sealed) {}

    private static final class RowFormat implements RowCodec<Row> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Row row, RowWriter out) {
            KubeCluster cluster = row.registration().cluster();
            out.text(cluster.clusterId());
            switch (cluster.access()) {
                case KubeCluster.Access.Kubeconfig file ->
                        out.flag(true).textOrNull(file.context());
                case KubeCluster.Access.InCluster _ -> out.flag(false);
            }
            out.text(cluster.namespace()).text(cluster.serviceAccount());
            out.text(cluster.imageRepository());
            out.optional(
                    Optional.ofNullable(cluster.capacity()),
                    (room, to) -> to.count(room.milliCores()).count(room.memoryMib()));
            out.textOrNull(cluster.platformUrl()).textOrNull(cluster.eventLogDir());
            out.optional(
                    Optional.ofNullable(row.registration().prices()),
                    (prices, to) ->
                            to.count(prices.perCoreHourNanos()).count(prices.perGibHourNanos()));
            out.textOrNull(row.sealed());
        }

        @Override
        public Row read(RowReader in) {
            KubeCluster cluster =
                    new KubeCluster(
                            in.text(),
                            in.flag()
                                    ? new KubeCluster.Access.Kubeconfig(in.textOrNull())
                                    : new KubeCluster.Access.InCluster(),
                            in.text(),
                            in.text(),
                            in.text(),
                            in.optional(from -> new Capacity(from.count(), from.count()))
                                    .orElse(null),
                            in.textOrNull(),
                            in.textOrNull());
            CorePrices prices =
                    in.optional(from -> new CorePrices(from.count(), from.count())).orElse(null);
            return new Row(new Registration(cluster, prices), in.textOrNull());
        }
    }
}
