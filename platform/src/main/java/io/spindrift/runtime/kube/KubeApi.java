package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is asked of an API server. Each call is one request, bounded in time, and is not repeated
/// by itself; it fails with a `KubernetesClientException`, whose code is 0 where there was no
/// answer: what was asked may have been done all the same.
interface KubeApi extends AutoCloseable {
    /// The object of this kind, namespace and name, as it is now.
    <T extends HasMetadata> Optional<T> find(T like);

    <T extends HasMetadata> T create(T object);

    /// Makes a pod of its namespace the owner of an object, so that it goes when the pod goes.
    ///
    /// @param uid of the pod, which need not be there any more
    void own(HasMetadata object, String pod, String uid);

    /// Deletes an object; none there is no failure.
    void delete(HasMetadata like);

    Optional<Pod> pod(String namespace, String name);

    Optional<Node> node(String name);

    /// Ends a pod; none there is no failure. Asked again, the grace can be made shorter.
    ///
    /// @param graceSeconds 0 takes it from the list of pods whether its node knows or not
    void deletePod(String namespace, String name, long graceSeconds);

    /// Ends the pod that has this uid; one that has its name by now is left alone.
    ///
    /// @return whether it was there
    boolean deletePod(String namespace, String name, String uid, long graceSeconds);

    /// The log of a container, each line with its time before it, from a time on (in whole seconds)
    /// and for as long as it runs. To be closed by the caller.
    InputStream log(String namespace, String pod, String container, Instant since);

    /// Opens a port of this machine's loopback interface that leads to one of a pod.
    Forward forward(String namespace, String pod, int port);

    /// What was said of a pod, the oldest first; Kubernetes keeps it for about an hour.
    List<Event> events(String namespace, String podName);

    /// Tells of every pod that has this label, and from then on of what changes, until closed.
    /// Reconnects by itself.
    PodWatch watch(String namespace, String label, String value, PodListener listener);

    /// Tells of what is said of pods, and was said within about the last hour, until closed; the
    /// same may be told again. Reconnects by itself.
    EventWatch watchEvents(String namespace, Consumer<Event> listener);

    @Override
    void close();

    /// A watch of events that is on.
    interface EventWatch extends AutoCloseable {
        @Override
        void close();
    }

    /// Told one at a time.
    interface PodListener {
        /// @param gone it is no longer there; `pod` is then how it was seen last
        void seen(Pod pod, boolean gone);
    }

    /// A way to a port of a pod; each connection to the address goes through the API server.
    interface Forward extends AutoCloseable {
        InetSocketAddress address();

        boolean alive();

        @Override
        void close();
    }

    /// A watch that is on.
    interface PodWatch extends AutoCloseable {
        /// Whether what it told is all there was at some time.
        boolean synced();

        /// Whether it is connected now.
        boolean watching();

        @Override
        void close();
    }
}
