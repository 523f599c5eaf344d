package io.spindrift.runtime;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where the applications of one cluster run.
///
/// Level-triggered: orders may be repeated, sightings are the whole truth each time, and nothing is
/// lost when the caller crashes between any two calls. What was launched goes on when this process
/// ends, and is found again by the next one's [#start]. Thread-safe; calls block.
public interface ClusterRuntime extends Traces, AutoCloseable {
    /// Takes up what runs from before. Call it once, first.
    void start();

    /// Would it work now?
    Health check();

    /// Makes what applications need there and is missing, on request: accounts, rights. What is
    /// there is left as it is.
    ///
    /// @return a sentence for each thing that was made
    /// @throws LaunchRefusedException when it cannot be made, with what to do
    default List<String> provision() {
        return List.of();
    }

    /// What would make a launch of this be refused as things are, each with the path of its field
    /// in the effective configuration; empty when nothing would. Cheap enough to be asked on every
    /// request.
    List<Problem> refusals(AppSpec spec);

    /// Starts an attempt. Once this has returned, the attempt is in [#sightings] until it is
    /// forgotten. An attempt that is already there is left as it is, running or over: no attempt
    /// runs twice, also when the caller crashed before it learnt of the first.
    ///
    /// @throws LaunchRefusedException when it cannot work as ordered: for its [#refusals], or
    ///   because it asks for more than [Room#total]; nothing was started
    /// @throws LaunchHinderedException when something is in its way that may pass
    void launch(Launch launch);

    /// Ends an attempt: asks the driver to stop, and after the grace ends by force what is left of
    /// it, executors and Python workers included. What outlives all of its containers is ended by
    /// force at once. Returns at once; [#tend] carries it on. A later call shortens the grace where
    /// the cluster lets it: on Kubernetes a container that is being stopped keeps the first one.
    /// Does nothing to an attempt that is over or unknown.
    void kill(LaunchId id, Duration grace);

    /// All attempts that were launched and are not forgotten, in no order. One is over when none of
    /// its processes lives, which may take a [#tend] to be found out; till then it holds its room.
    List<Sighting> sightings();

    /// The readings of the last minute of every container, oldest first in each: the same reading
    /// is told again until it is a minute old. Empty where a cluster tells its memory otherwise.
    List<MemoryReading> memory();

    /// Acknowledges an attempt that is over, all of whose sightings have been taken to heart: it is
    /// sighted no more and its scratch files are removed. Logs and event logs stay. Does nothing
    /// while it is not over, or unknown.
    void forget(LaunchId id);

    /// Where the driver's own Spark UI listens, reachable from here; empty unless the driver lives.
    /// It may not answer yet, and another may have taken the port first: ask it who it is.
    Optional<InetSocketAddress> sparkUi(LaunchId id);

    Room room();

    /// Machines, and what of ours is on them. May ask the cluster, and fail where it does not
    /// answer.
    default Inventory inventory() {
        return Inventory.NONE;
    }

    /// Which part of the cluster an application takes its room from, where parts have bounds of
    /// their own; empty where the cluster is one.
    default String part(AppSpec spec) {
        return "";
    }

    /// What others do in the cluster; empty where nothing of that can be seen.
    default Optional<Declarations> declarations() {
        return Optional.empty();
    }

    /// One beat of housekeeping: samples memory, enforces limits, carries on kills. To be called
    /// about every second, by one thread; takes well below that.
    void tend();

    /// Lets go of files and threads. What runs goes on.
    @Override
    void close();
}
