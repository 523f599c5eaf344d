package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.spindrift.runtime.NoAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An API server over HTTP.
final class ClientApi implements KubeApi {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final long PAGE = 500L;

    /// A container that writes nothing has no headers of its log sent.
    private static final Duration HEADERS = Duration.ofHours(1);

    private final KubernetesClient client;
    private final RawApi raw;

    ClientApi(KubernetesClient client) {
        this.client = client;
        this.raw = new RawApi(client);
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(T like) {
        return Optional.ofNullable(client.resource(like).get());
    }

    @Override
    public <T extends HasMetadata> T create(T object) {
        return client.resource(object).create();
    }

    @Override
    public void own(HasMetadata object, String pod, String uid) {
        String patch =
                ("{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
                                + "\"name\":\"%s\",\"uid\":\"%s\",\"controller\":true}]}}")
                        .formatted(pod, uid);
        client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    @Override
    public void delete(HasMetadata like) {
        try {
            client.resource(like).delete();
        } catch (KubernetesClientException e) {
            forgiveMissing(e);
        }
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<Node> node(String name) {
        return Optional.ofNullable(client.nodes().withName(name).get());
    }

    @Override
    public void deletePod(String namespace, String name, long graceSeconds) {
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .withGracePeriod(graceSeconds)
                    .delete();
        } catch (KubernetesClientException e) {
            forgiveMissing(e);
        }
    }

    /// Asked by hand: the client's own way cannot name a uid.
    @Override
    public boolean deletePod(String namespace, String name, String uid, long graceSeconds) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("gracePeriodSeconds", graceSeconds);
        options.putObject("preconditions").put("uid", uid);
        RawApi.Answer answer;
        try {
            answer =
                    raw.delete("/api/v1/namespaces/%s/pods/%s".formatted(namespace, name), options);
        } catch (NoAnswerException e) {
            throw new KubernetesClientException(e.getMessage(), e);
        }
        boolean another = answer.code() == HttpURLConnection.HTTP_CONFLICT;
        if (!answer.done() && !answer.missing() && !another) {
            String said = answer.body().path("message").asText();
            throw new KubernetesClientException(said, answer.code(), null);
        }
        return answer.done();
    }

    /// Asked by hand: a client's own way of following waits for the pod, and hides why it ended.
    @Override
    public InputStream log(String namespace, String pod, String container, Instant since) {
        String since8601 = since.truncatedTo(ChronoUnit.SECONDS).toString();
        HttpRequest request =
                client.getHttpClient()
                        .newHttpRequestBuilder()
                        .uri(
                                "%s/api/v1/namespaces/%s/pods/%s/log?container=%s&follow=true&timestamps=true%s"
                                        .formatted(
                                                trimmed(client.getMasterUrl().toString()),
                                                namespace,
                                                pod,
                                                container,
                                                since.equals(Instant.EPOCH)
                                                        ? ""
                                                        : "&sinceTime=" + since8601))
                        .forStreaming()
                        .build();
        HttpResponse<InputStream> response;
        try {
            response =
                    client.getHttpClient()
                            .sendAsync(request, InputStream.class)
                            .get(HEADERS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException("cannot read the log of " + pod, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
        if (!response.isSuccessful()) {
            close(response.body());
            throw new KubernetesClientException(
                    "cannot read the log of " + pod, response.code(), null);
        }
        return response.body();
    }

    private static void close(@Nullable InputStream in) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public Forward forward(String namespace, String pod, int port) {
        return new OpenForward(
                client.pods()
                        .inNamespace(namespace)
                        .withName(pod)
                        .portForward(port, InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public List<Event> events(String namespace, String podName) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", podName)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(PodEvents::at))
                .toList();
    }

    @Override
    public PodWatch watch(String namespace, String label, String value, PodListener listener) {
        Told told = new Told(listener);
        SharedIndexInformer<Pod> informer =
                client.pods()
                        .inNamespace(namespace)
                        .withLabel(label, value)
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .addEventHandler(told)
                        // Whatever it was, the next try may do.
                        .exceptionHandler((_, _) -> true);
        informer.start()
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.log(
                                Level.WARNING,
                                "cannot watch pods, will be tried again namespace=" + namespace,
                                failure);
                    }
                });
        return new Watch(informer, told);
    }

    @Override
    public EventWatch watchEvents(String namespace, Consumer<Event> listener) {
        SharedIndexInformer<Event> informer =
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("involvedObject.kind", "Pod")
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .itemStore(new PassingEvents())
                        .addEventHandler(new Said(listener))
                        .exceptionHandler((_, _) -> true);
        informer.start()
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.log(
                                Level.INFO,
                                "cannot watch events of pods, will be tried again namespace="
                                        + namespace,
                                failure);
                    }
                });
        return informer::close;
    }

    @Override
    public void close() {
        client.close();
    }

    private static void forgiveMissing(KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
            throw e;
        }
    }

    private static final class Told implements ResourceEventHandler<Pod> {
        private final PodListener listener;
        private volatile boolean listed;

        Told(PodListener listener) {
            this.listener = listener;
        }

        /// All that was on the list has been told by now.
        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            listed = true;
        }

        @Override
        public void onAdd(Pod pod) {
            listener.seen(pod, false);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            listener.seen(pod, false);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            listener.seen(pod, true);
        }
    }

    private record Said(Consumer<Event> listener) implements ResourceEventHandler<Event> {
        @Override
        public void onAdd(Event event) {
            listener.accept(event);
        }

        @Override
        public void onUpdate(Event before, Event event) {
            listener.accept(event);
        }

        @Override
        public void onDelete(Event event, boolean finalStateUnknown) {
            // Its hour is over; what it said was kept.
        }
    }

    private record Watch(SharedIndexInformer<Pod> informer, Told told) implements PodWatch {
        @Override
        public boolean synced() {
            return told.listed;
        }

        @Override
        public boolean watching() {
            return informer.isWatching();
        }

        @Override
        public void close() {
            informer.close();
        }
    }

    private record OpenForward(LocalPortForward port) implements Forward {
        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(port.getLocalAddress(), port.getLocalPort());
        }

        @Override
        public boolean alive() {
            return port.isAlive();
        }

        @Override
        public void close() {
            try {
                port.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
