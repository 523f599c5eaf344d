package io.spindrift.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What others do in a cluster: what they declare, as objects of kinds that it learnt from us (JSON
/// trees), in the namespace of its applications and in those that were given to it; and the drivers
/// that they start in the first. Thread-safe.
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

    /// All objects of these kinds as they were seen last; empty until they have been seen. Of a
    /// namespace there are all kinds or none. The first call begins to watch.
    Optional<Map<Kind, List<ObjectNode>>> objects(List<Kind> kinds);

    /// The drivers that others started, those too that ended shortly ago; empty until they have
    /// been seen. The first call begins to watch.
    Optional<Others> otherDrivers();

    /// @param namespaces of which these are all; of others that were given it is not known yet
    record Others(List<OtherDriver> drivers, Set<String> namespaces) {
        public Others {
            drivers = List.copyOf(drivers);
            namespaces = Set.copyOf(namespaces);
        }
    }

    /// Asks the UI of a driver that others started, through the cluster.
    ///
    /// @param paths each to something that is JSON
    /// @return an answer to each
    List<JsonNode> ask(OtherDriver driver, List<String> paths);

    /// Makes an object; one of that name is left as it is.
    void make(Kind kind, ObjectNode object);

    /// Writes the whole status; does nothing where the object is gone.
    void tell(Kind kind, ObjectNode object, ObjectNode status);

    /// Puts a finalizer on an object, or takes it off; does nothing where the object is gone.
    void hold(Kind kind, ObjectNode object, String finalizer, boolean held);

    /// Deletes an object; none there is no failure.
    void delete(Kind kind, String namespace, String name);

    /// Says what happened, beside an object; once, however often it is said of the object as it is
    /// now. One that is refused is logged: words are no reason to stop.
    ///
    /// @throws NoAnswerException where there was none
    void event(ObjectNode object, boolean warning, String reason, String message);

    /// The name of a container's pod.
    String pod(LaunchId id, ContainerId container);

    /// Has a Service lead to the driver of an application, whatever attempt is its last: makes it,
    /// or changes where it leads to.
    ///
    /// @param service without a selector; names the object that owns it
    /// @throws IllegalStateException also where another has a Service of that name
    void serve(ObjectNode service, String appId);

    /// Stops to watch.
    @Override
    void close();
}
