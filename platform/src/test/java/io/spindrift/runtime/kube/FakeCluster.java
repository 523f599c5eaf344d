package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// An API server in memory. What it is told to, it fails at: before or after it has done it.
final class FakeCluster implements KubeApi {
    private final Map<String, HasMetadata> objects = new ConcurrentSkipListMap<>();
    private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
    private final List<PodListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Event>> eventListeners = new CopyOnWriteArrayList<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private int uids;
    private int failAt = -1;
    private boolean failAfter;
    private int failCode;
    boolean connected = true;

    /// Namespaces whose watches have not come about.
    final Set<String> unseen = ConcurrentHashMap.newKeySet();

    String log = "";

    /// By the name of the container, where it is not the log of all.
    final Map<String, String> logs = new ConcurrentHashMap<>();

    /// The so-manieth write from now fails, the first being 0.
    void fail(int write, boolean after, int code) {
        failAt = writes.size() + write;
        failAfter = after;
        failCode = code;
    }

    List<String> writes() {
        return List.copyOf(writes);
    }

    List<String> names() {
        return List.copyOf(objects.keySet());
    }

    HasMetadata object(String key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow();
    }

    void put(HasMetadata object) {
        objects.put(key(object), copy(object));
    }

    void event(String pod, Event event) {
        events.computeIfAbsent(pod, _ -> new CopyOnWriteArrayList<>()).add(event);
    }

    /// Changes a pod, and lets watchers see it.
    void change(String namespace, String name, UnaryOperator<Pod> change) {
        Pod pod = change.apply(pod(namespace, name).orElseThrow());
        objects.put(key(pod), pod);
        tell(pod, false);
    }

    void add(Pod pod) {
        Pod added =
                new PodBuilder(pod).editMetadata().withUid("uid-" + uids++).endMetadata().build();
        objects.put(key(added), added);
        tell(added, false);
    }

    /// Takes a pod away, and with it what it owns.
    void remove(String namespace, String name) {
        Pod pod = pod(namespace, name).orElseThrow();
        objects.remove(key(pod));
        objects.values()
                .removeIf(each ->
                        each.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner ->
                                        owner.getUid().equals(pod.getMetadata().getUid())));
        tell(pod, true);
    }

    private void tell(Pod pod, boolean gone) {
        if (connected) {
            listeners.forEach(listener -> listener.seen(pod, gone));
        }
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(T like) {
        @SuppressWarnings("unchecked") // the key holds the kind
        T found = (T) objects.get(key(like));
        return Optional.ofNullable(found);
    }

    @Override
    public <T extends HasMetadata> T create(T object) {
        T made = copy(object);
        write(
                "create " + key(object),
                () -> {
                    if (objects.containsKey(key(object))) {
                        throw failure(409);
                    }
                    made.getMetadata().setUid("uid-" + uids++);
                    objects.put(key(made), made);
                    if (made instanceof Pod pod) {
                        tell(pod, false);
                    }
                });
        return made;
    }

    @Override
    public void own(HasMetadata object, String pod, String uid) {
        write(
                "own " + key(object),
                () ->
                        object(key(object))
                                .getMetadata()
                                .setOwnerReferences(
                                        List.of(new OwnerReferenceBuilder().withUid(uid).build())));
    }

    @Override
    public void delete(HasMetadata like) {
        write("delete " + key(like), () -> objects.remove(key(like)));
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return Optional.ofNullable((Pod) objects.get("Pod/" + namespace + "/" + name));
    }

    @Override
    public Optional<Node> node(String name) {
        return Optional.ofNullable((Node) objects.get("Node/null/" + name));
    }

    @Override
    public void deletePod(String namespace, String name, long graceSeconds) {
        write("end " + name + " in " + graceSeconds, () -> {});
    }

    @Override
    public boolean deletePod(String namespace, String name, String uid, long graceSeconds) {
        boolean there =
                pod(namespace, name)
                        .filter(pod -> pod.getMetadata().getUid().equals(uid))
                        .isPresent();
        if (there) {
            deletePod(namespace, name, graceSeconds);
        }
        return there;
    }

    @Override
    public InputStream log(String namespace, String pod, String container, Instant since) {
        String text = logs.getOrDefault(container, log);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Forward forward(String namespace, String pod, int port) {
        throw failure(0);
    }

    @Override
    public List<Event> events(String namespace, String podName) {
        return events.getOrDefault(podName, List.of());
    }

    @Override
    public EventWatch watchEvents(String namespace, Consumer<Event> listener) {
        eventListeners.add(listener);
        return () -> eventListeners.remove(listener);
    }

    /// Has the cluster say something of a pod.
    void say(Event event) {
        eventListeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public PodWatch watch(String namespace, String label, String value, PodListener told) {
        PodListener listener =
                (pod, gone) -> {
                    if (namespace.equals(pod.getMetadata().getNamespace())) {
                        told.seen(pod, gone);
                    }
                };
        listeners.add(listener);
        objects.values().stream()
                .filter(object -> object instanceof Pod)
                .forEach(pod -> listener.seen((Pod) pod, false));
        return new PodWatch() {
            @Override
            public boolean synced() {
                return !unseen.contains(namespace);
            }

            @Override
            public boolean watching() {
                return connected;
            }

            @Override
            public void close() {
                listeners.remove(listener);
            }
        };
    }

    @Override
    public void close() {}

    private void write(String what, Runnable change) {
        int number = writes.size();
        writes.add(what);
        if (number == failAt && !failAfter) {
            throw failure(failCode);
        }
        change.run();
        if (number == failAt) {
            throw failure(failCode);
        }
    }

    static KubernetesClientException failure(int code) {
        return code == 0
                ? new KubernetesClientException("no answer", new java.io.IOException("reset"))
                : new KubernetesClientException("code " + code, code, null);
    }

    private static <T extends HasMetadata> T copy(T object) {
        return Serialization.clone(object);
    }

    static String key(HasMetadata object) {
        return object.getKind()
                + "/"
                + object.getMetadata().getNamespace()
                + "/"
                + object.getMetadata().getName();
    }
}
