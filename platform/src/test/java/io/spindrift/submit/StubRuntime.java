package io.spindrift.submit;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Room;
import io.spindrift.runtime.Sighting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A runtime with two cores, on which everything but `local:///missing.py` can be run.
final class StubRuntime implements ClusterRuntime {
    static final Capacity TOTAL = new Capacity(2000, 8192);

    @Override
    public void start() {}

    @Override
    public Health check() {
        return new Health(List.of(), List.of());
    }

    @Override
    public List<Problem> refusals(AppSpec spec) {
        return spec.mainApplicationFile().equals("local:///missing.py")
                ? List.of(
                        new Problem("NO_SUCH_FILE", "there is no such file", "mainApplicationFile"))
                : List.of();
    }

    @Override
    public void launch(Launch launch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void kill(LaunchId id, Duration grace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Sighting> sightings() {
        return List.of();
    }

    @Override
    public List<MemoryReading> memory() {
        return List.of();
    }

    @Override
    public void forget(LaunchId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InetSocketAddress> sparkUi(LaunchId id) {
        return Optional.empty();
    }

    @Override
    public Room room() {
        return new Room(TOTAL, Capacity.NONE, 0, 0);
    }

    @Override
    public Logs logs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void tend() {}

    @Override
    public void close() {}
}
