package io.spindrift.server;

import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.http.About;
import io.spindrift.http.Health;
import io.spindrift.http.SettingLine;
import io.spindrift.kv.Database;
import io.spindrift.runtime.ClusterRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether the platform works: room on the disk, loops that go round.
final class Vitals implements Health {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    private final Database database;
    private final List<Loop> loops;
    private final ClusterRuntime runtime;
    private final InstantSource clock;

    Vitals(Database database, List<Loop> loops, ClusterRuntime runtime, InstantSource clock) {
        this.database = database;
        this.loops = List.copyOf(loops);
        this.runtime = runtime;
        this.clock = clock;
    }

    @Override
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        boolean room = database.hasRoom();
        checks.add(new Check("disk", room, room ? null : "the disk of the data folder is full"));
        for (Loop loop : loops) {
            checks.add(check(loop));
        }
        io.spindrift.runtime.Health health = runtime.check();
        // Spark that is not there yet does not keep the console from being of use.
        checks.add(new Check("spark", true, health.ready() ? null : health.problems().getFirst()));
        return checks;
    }

    private Check check(Loop loop) {
        @Nullable Instant last = loop.lastEnd();
        if (last == null) {
            return new Check(loop.name(), false, "it has not gone round yet");
        }
        boolean turns = clock.instant().isBefore(last.plus(LONGEST_STEP));
        return new Check(loop.name(), turns, turns ? null : "it last went round at " + last);
    }

    /// Stores the state of `local` when it changed.
    static void tellState(ClusterStore clusters, io.spindrift.runtime.Health health, Instant now) {
        ClusterState state = health.ready() ? ClusterState.AVAILABLE : ClusterState.FAILING;
        @Nullable String reason =
                health.ready()
                        ? health.warnings().stream().findFirst().orElse(null)
                        : health.problems().getFirst();
        clusters.get(Cluster.LOCAL)
                .filter(cluster ->
                        cluster.state() != state || !Objects.equals(cluster.reason(), reason))
                .ifPresent(cluster -> clusters.put(cluster.in(state, reason, now)));
    }

    static About about(EffectiveSettings settings, Instant now) {
        List<SettingLine> lines =
                Arrays.stream(Setting.values())
                        .map(setting ->
                                new SettingLine(
                                        setting.key(),
                                        settings.shown(setting),
                                        settings.value(setting).source().text(),
                                        setting.description()))
                        .toList();
        @Nullable String version = Vitals.class.getPackage().getImplementationVersion();
        return new About(version == null ? "development" : version, now, lines);
    }
}
