package io.spindrift.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What others do in a cluster, in the namespace of its applications: what they declare, as objects
/// of kinds that it learnt from us (JSON trees), and the drivers that they start. Thread-safe.
///
/// Objects are those of a watch and never wait for the cluster. Everything else is a request; it
/// fails with an [IllegalStateException] where it did not come about, and can be made again.
public interface Declarations extends AutoCloseable {
    /// A kind of object.
    ///
    /// @param group as in `apiVersion`, before the slash
    record Kind(String group, String version, String kind, String plural) {}

    /// Whether these kinds are there and ours to serve: their definitions say so, and nobody else
    /// serves them. Asks the cluster.
    Serving serving(List<Kind> kinds);

    /// @param ours whether to serve
    /// @param why a sentence, where the kinds are there and not ours to serve; null else
    record Serving(boolean ours, @Nullable String why) {}

    /// All objects of a kind as they were seen last; empty until they have been seen. The first
    /// call begins to watch.
    Optional<List<ObjectNode>> objects(Kind kind);

    /// The drivers that others started, those too that ended shortly ago; empty until they have
    /// been seen. The first call begins to watch.
    Optional<List<OtherDriver>> otherDrivers();

    /// Makes an object; one of that name is left as it is.
    void make(Kind kind, ObjectNode object);

    /// Writes the whole status; does nothing where the object is gone.
    void tell(Kind kind, ObjectNode object, ObjectNode status);

    /// Puts a finalizer on an object, or takes it off; does nothing where the object is gone.
    void hold(Kind kind, ObjectNode object, String finalizer, boolean held);

    /// Deletes an object; none there is no failure.
    void delete(Kind kind, String name);

    /// Says what happened, beside an object.
    void event(ObjectNode object, boolean warning, String reason, String message);

    /// The name of a container's pod.
    String pod(LaunchId id, ContainerId container);

    /// The name of the service by which a driver is reached within the cluster.
    String service(LaunchId id);

    /// Stops to watch.
    @Override
    void close();
}
