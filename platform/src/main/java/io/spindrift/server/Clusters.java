package io.spindrift.server;

import io.spindrift.app.AppSummary;
import io.spindrift.cloud.Money;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cluster.CorePrices;
import io.spindrift.cluster.KubeClusterStore;
import io.spindrift.cluster.Registration;
import io.spindrift.cluster.WrongKeyException;
import io.spindrift.cost.Prices;
import io.spindrift.http.ClusterDesk;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Traces;
import io.spindrift.runtime.kube.KubeHost;
import io.spindrift.runtime.kube.KubeRuntime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The clusters that applications run on, each with its life, as they come and go.
final class Clusters implements ClusterDesk, AutoCloseable {
    private static final Logger LOG = System.getLogger(Clusters.class.getName());

    /// How long the applications of a cluster that goes may take to end; then they count as ended.
    private static final Duration FAREWELL = Duration.ofMinutes(1);

    private final ClusterStore clusters;
    private final KubeClusterStore kube;
    private final KubeMaker maker;
    private final Path folder;
    private final Prices usual;
    private final Duration imageWait;
    private final Map<String, ClusterLife> lives = new ConcurrentSkipListMap<>();
    private final Map<String, ClusterRuntime> runtimes = new ConcurrentHashMap<>();
    private volatile @Nullable ClusterParts parts;
    private boolean started;

    /// @param folder for what runtimes keep, in a folder of its own each
    /// @param usual prices of a cluster that has none of its own
    /// @param imageWait how long an image that cannot be pulled is tried
    Clusters(
            ClusterStore clusters,
            KubeClusterStore kube,
            KubeMaker maker,
            Path folder,
            Prices usual,
            Duration imageWait) {
        this.clusters = clusters;
        this.kube = kube;
        this.maker = maker;
        this.folder = folder;
        this.usual = usual;
        this.imageWait = imageWait;
    }

    /// Brings in what all share, and this machine's.
    void begin(ClusterParts shared, ClusterRuntime local) {
        parts = shared;
        add(Cluster.LOCAL, local);
    }

    /// Takes up what runs on all clusters that were registered. One that cannot be used says so in
    /// its state, and is tried again.
    synchronized void takeUp() {
        int sealed = sealAnew();
        if (sealed > 0) {
            LOG.log(Level.INFO, "sealed credentials with the new key clusters=" + sealed);
        }
        life(Cluster.LOCAL).ifPresent(ClusterLife::takeUp);
        clusters.list().forEach(this::takeUp);
    }

    /// Goes to work on them.
    synchronized void start() {
        started = true;
        lives.values().forEach(ClusterLife::start);
    }

    private int sealAnew() {
        try {
            return kube.seal();
        } catch (WrongKeyException e) {
            LOG.log(Level.WARNING, String.valueOf(e.getMessage()));
            return 0;
        }
    }

    private void takeUp(Cluster cluster) {
        if (cluster.kind() != ClusterKind.KUBERNETES || lives.containsKey(cluster.id())) {
            return;
        }
        Registration registration = kube.get(cluster.id()).orElse(null);
        if (registration == null) {
            tell(cluster, ClusterState.FAILING, "it is not registered any more; remove it");
            return;
        }
        try {
            go(cluster, open(registration, null), "connecting");
        } catch (IllegalArgumentException | WrongKeyException e) {
            tell(cluster, ClusterState.FAILING, String.valueOf(e.getMessage()));
        }
    }

    /// A runtime that does not begin is closed, and made anew later.
    private Cluster go(Cluster cluster, ClusterRuntime runtime, String reason) {
        ClusterLife life = add(cluster.id(), runtime);
        try {
            life.takeUp();
            if (started) {
                life.start();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "cannot take up a cluster cluster=" + cluster.id(), e);
            close(cluster.id());
            return tell(cluster, ClusterState.UNREACHABLE, String.valueOf(e.getMessage()));
        }
        return tell(cluster, ClusterState.PROGRESSING, reason);
    }

    Map<String, ClusterRuntime> runtimes() {
        return Collections.unmodifiableMap(runtimes);
    }

    /// @throws IllegalArgumentException when nothing can be run there
    ClusterRuntime runtime(String clusterId) {
        ClusterRuntime runtime = runtimes.get(clusterId);
        if (runtime == null) {
            String why = clusters.get(clusterId).map(Cluster::reason).orElse(null);
            throw new IllegalArgumentException(
                    "the cluster '"
                            + clusterId
                            + "' runs nothing now"
                            + (why == null ? "" : ": " + why));
        }
        return runtime;
    }

    Optional<ClusterLife> life(String clusterId) {
        return Optional.ofNullable(lives.get(clusterId));
    }

    Collection<ClusterLife> lives() {
        return List.copyOf(lives.values());
    }

    private ClusterLife add(String id, ClusterRuntime runtime) {
        ClusterLife life = new ClusterLife(id, runtime, parts());
        lives.put(id, life);
        runtimes.put(id, runtime);
        return life;
    }

    private ClusterRuntime open(Registration registration, @Nullable String kubeconfig) {
        String id = registration.cluster().clusterId();
        String credentials = kubeconfig == null ? kube.kubeconfig(id).orElse(null) : kubeconfig;
        return maker.make(registration.cluster(), credentials, host(id));
    }

    private KubeHost host(String id) {
        ClusterParts shared = parts();
        return new KubeHost(
                folder.resolve(id),
                launch -> shared.tokens().of(launch.appId(), launch.attempt()),
                blob -> shared.blobs().find(blob).isPresent(),
                imageWait,
                shared.clock());
    }

    private ClusterParts parts() {
        ClusterParts shared = parts;
        if (shared == null) {
            throw new IllegalStateException("not begun");
        }
        return shared;
    }

    @Override
    public Optional<Registration> registered(String clusterId) {
        return kube.get(clusterId);
    }

    @Override
    public Prices prices(String clusterId) {
        CorePrices own = kube.get(clusterId).map(Registration::prices).orElse(null);
        Currency currency = usual.currency();
        return own == null
                ? usual
                : new Prices(
                        new Money(own.perCoreHourNanos(), currency),
                        new Money(own.perGibHourNanos(), currency));
    }

    @Override
    public Optional<Traces> traces(String clusterId) {
        ClusterRuntime runtime = runtimes.get(clusterId);
        if (runtime != null) {
            return Optional.of(runtime);
        }
        Path kept = folder.resolve(clusterId);
        return Files.isDirectory(kept) ? Optional.of(KubeRuntime.traces(kept)) : Optional.empty();
    }

    @Override
    public Optional<Health> health(String clusterId) {
        return life(clusterId).map(ClusterLife::health);
    }

    @Override
    public Optional<Health> examine(String clusterId) {
        return life(clusterId).map(ClusterLife::examine);
    }

    @Override
    public Optional<List<String>> provision(String clusterId) {
        return life(clusterId).map(ClusterLife::provision);
    }

    @Override
    public synchronized Cluster register(
            Registration registration, String displayName, @Nullable String kubeconfig) {
        String id = registration.cluster().clusterId();
        ClusterRuntime runtime = open(registration, kubeconfig);
        kube.put(registration, kubeconfig);
        Instant now = parts().clock().instant();
        Cluster cluster =
                new Cluster(
                        id,
                        displayName,
                        ClusterKind.KUBERNETES,
                        ClusterState.PROGRESSING,
                        "connecting",
                        now,
                        now);
        clusters.put(cluster);
        return go(cluster, runtime, "connecting");
    }

    @Override
    public synchronized Cluster change(
            Registration registration, String displayName, @Nullable String kubeconfig) {
        String id = registration.cluster().clusterId();
        Cluster before = clusters.get(id).orElseThrow();
        Registration old = kube.get(id).orElse(null);
        boolean anew = kubeconfig != null || !lives.containsKey(id);
        anew |= old == null || !old.cluster().equals(registration.cluster());
        ClusterRuntime runtime = anew ? open(registration, kubeconfig) : null;
        if (kubeconfig == null) {
            kube.change(registration);
        } else {
            kube.put(registration, kubeconfig);
        }
        Instant now = parts().clock().instant();
        Cluster renamed =
                new Cluster(
                        id,
                        displayName,
                        before.kind(),
                        before.state(),
                        before.reason(),
                        before.createdAt(),
                        now);
        clusters.put(renamed);
        if (runtime == null) {
            return renamed;
        }
        close(id);
        return go(renamed, runtime, "connecting anew");
    }

    @Override
    public synchronized Cluster remove(String clusterId, String user) {
        Cluster before = clusters.get(clusterId).orElseThrow();
        Instant now = parts().clock().instant();
        Cluster leaving =
                before.state() == ClusterState.DELETING
                        ? before
                        : before.in(ClusterState.DELETING, "removed by " + user, now);
        clusters.put(leaving);
        for (AppSummary app : live(clusterId)) {
            parts().submissions().kill(app.key(), user);
        }
        sweep();
        return leaving;
    }

    /// Tries those again that could not be used, and lets go of those that leave, once nothing
    /// lives there, or it had its time to end.
    synchronized void sweep() {
        for (Cluster cluster : clusters.list()) {
            takeUp(cluster);
            if (cluster.state() == ClusterState.DELETING) {
                letGo(cluster);
            }
        }
    }

    private void letGo(Cluster cluster) {
        String id = cluster.id();
        if (live(id).isEmpty()) {
            close(id);
            kube.delete(id);
            clusters.delete(id);
            LOG.log(Level.INFO, "cluster removed cluster=" + id);
        } else if (parts().clock().instant().isAfter(cluster.updatedAt().plus(FAREWELL))) {
            LOG.log(Level.WARNING, "what did not end is taken for lost cluster=" + id);
            life(id).ifPresent(ClusterLife::abandon);
        }
    }

    private List<AppSummary> live(String clusterId) {
        return parts().apps().live().stream()
                .filter(app -> app.clusterId().equals(clusterId))
                .toList();
    }

    /// One that leaves stays so.
    private Cluster tell(Cluster cluster, ClusterState state, String reason) {
        if (cluster.state() == ClusterState.DELETING
                || (cluster.state() == state && reason.equals(cluster.reason()))) {
            return cluster;
        }
        Cluster told = cluster.in(state, reason, parts().clock().instant());
        clusters.put(told);
        return told;
    }

    private void close(String id) {
        runtimes.remove(id);
        ClusterLife life = lives.remove(id);
        if (life != null) {
            life.close();
        }
    }

    /// What runs on them goes on.
    @Override
    public void close() {
        List.copyOf(lives.keySet()).forEach(this::close);
    }
}
