package io.spindrift.server;

import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.Heartbeat;
import io.spindrift.cluster.Pulse;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.Health;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cluster that applications run on, while the platform runs: its beat carries them along, its
/// pulse tells how the cluster is. Each cluster has threads of its own, so that one that does not
/// answer holds up no other.
final class ClusterLife implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ClusterLife.class.getName());
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration PULSE = Duration.ofSeconds(10);

    /// On this machine one after the other, so that they start in the order of the queue; elsewhere
    /// most of a launch is waiting for answers.
    private static final int LOCAL_LAUNCHES = 1;

    private static final int LAUNCHES = 8;

    private final String id;
    private final ClusterRuntime runtime;
    private final ClusterParts parts;
    private final Launches launches;
    private final Journeys journeys;
    private final LogSearch lines;
    private final UnloggedRuns unlogged;
    private final Loop beat;
    private final Loop pulse;

    /// Of what others do in it: declare, and run; null where that cannot be seen.
    private final @Nullable Loop outside;

    private final @Nullable DriverRounds rounds;
    private final @Nullable Loop asking;

    private Heartbeat heart = Heartbeat.connecting();
    private volatile @Nullable Health health;
    private volatile boolean abandoned;

    ClusterLife(String id, ClusterRuntime runtime, ClusterParts parts) {
        this.id = id;
        this.runtime = runtime;
        this.parts = parts;
        boolean local = id.equals(Cluster.LOCAL);
        this.launches =
                new Launches(runtime, local ? LOCAL_LAUNCHES : LAUNCHES, () -> beat().nudge());
        this.journeys =
                new Journeys(
                        id,
                        runtime,
                        parts.submissions(),
                        parts.apps(),
                        parts.stays(),
                        parts.history(),
                        parts.intake(),
                        parts.ledgers(),
                        launches,
                        parts.clock());
        this.lines =
                new LogSearch(
                        id,
                        parts.apps(),
                        runtime.logs(),
                        parts.index(),
                        parts.searchLogBytes(),
                        ZoneId.systemDefault());
        this.unlogged = new UnloggedRuns(id, parts.apps(), parts.history(), parts.index());
        String suffix = local ? "" : "-" + id;
        this.beat = new Loop("beat" + suffix, BEAT, this::step, parts.clock());
        this.pulse = new Loop("pulse" + suffix, PULSE, this::feel, parts.clock());
        Declarations others = runtime.declarations().orElse(null);
        if (others == null) {
            this.outside = null;
            this.rounds = null;
            this.asking = null;
        } else {
            this.outside = new Loop("outside" + suffix, BEAT, step(others), parts.clock());
            this.rounds = new DriverRounds(OtherApplications.beside(id), others, parts);
            this.asking =
                    new Loop("asking" + suffix, DriverRounds.BEAT, rounds::beat, parts.clock());
        }
    }

    String id() {
        return id;
    }

    ClusterRuntime runtime() {
        return runtime;
    }

    Loop beat() {
        return beat;
    }

    /// What its pulse found last; null before that.
    @Nullable Health health() {
        return health;
    }

    /// Takes up what runs there.
    void takeUp() {
        runtime.start();
    }

    /// Goes on from it.
    void start() {
        beat.start();
        if (!id.equals(Cluster.LOCAL)) {
            pulse.start();
        }
        if (outside != null) {
            outside.start();
        }
        if (asking != null) {
            asking.start();
        }
    }

    /// Has the memory of its containers kept.
    void sample() {
        journeys.sample();
    }

    /// Has what ended, and the lines of logs, found by search.
    ///
    /// @return whether there is more to put at once
    boolean putForSearch() {
        boolean more = unlogged.beat();
        return lines.beat() || more;
    }

    /// Takes all that is left for lost, since nobody will see it again.
    void abandon() {
        abandoned = true;
        beat.nudge();
    }

    /// Would launches work? Asks now, and has the pulse feel it, too.
    Health examine() {
        Health now = look();
        pulse.nudge();
        return now;
    }

    /// Makes what is missing there, and has the pulse feel it.
    List<String> provision() {
        List<String> made = runtime.provision();
        pulse.nudge();
        return made;
    }

    private Health look() {
        Health now;
        try {
            now = runtime.check();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the check of a cluster failed cluster=" + id, e);
            now = Health.unreachable(String.valueOf(e.getMessage()));
        }
        health = now;
        return now;
    }

    private Loop.Step step(Declarations others) {
        OtherApplications drivers = new OtherApplications(id, others, parts);
        DeclaredObjects objects =
                new DeclaredObjects(
                        id, runtime, others, parts.submissions(), parts.apps(), parts.clock());
        return () -> {
            drivers.beat();
            return objects.beat();
        };
    }

    private boolean step() {
        boolean again = false;
        if (abandoned) {
            journeys.abandon();
        } else {
            again = journeys.beat();
        }
        parts.afterBeat().run();
        return again;
    }

    private boolean feel() {
        Instant now = parts.clock().instant();
        heart = heart.after(pulse(look()), now);
        parts.clusters()
                .get(id)
                .filter(cluster -> cluster.kind() == ClusterKind.KUBERNETES)
                .filter(cluster -> cluster.state() != ClusterState.DELETING)
                .filter(cluster ->
                        cluster.state() != heart.state()
                                || !Objects.equals(cluster.reason(), heart.reason()))
                .ifPresent(cluster -> tell(cluster, now));
        return false;
    }

    private void tell(Cluster cluster, Instant now) {
        parts.clusters().put(cluster.in(heart.state(), heart.reason(), now));
        if (cluster.state() != heart.state()) {
            LOG.log(
                    heart.state().startsApplications() ? Level.INFO : Level.WARNING,
                    "cluster is "
                            + heart.state()
                            + (heart.reason() == null ? "" : ": " + heart.reason())
                            + " cluster="
                            + id);
            beat.nudge();
        }
    }

    private static Pulse pulse(Health health) {
        if (!health.reachable()) {
            return new Pulse.Missed(health.problems().getFirst());
        }
        if (!health.ready()) {
            return new Pulse.Hindered(sentence(health.problems()));
        }
        return health.warnings().isEmpty()
                ? new Pulse.Well()
                : new Pulse.Warned(sentence(health.warnings()));
    }

    /// The first of them; the others are told by a look at the cluster's health.
    private static String sentence(List<String> all) {
        int more = all.size() - 1;
        return all.getFirst() + (more == 0 ? "" : " (and " + more + " more)");
    }

    /// What runs there goes on.
    @Override
    public void close() {
        if (outside != null) {
            outside.close();
        }
        if (rounds != null && asking != null) {
            rounds.close();
            asking.close();
        }
        pulse.close();
        beat.close();
        launches.close();
        runtime.close();
    }
}
