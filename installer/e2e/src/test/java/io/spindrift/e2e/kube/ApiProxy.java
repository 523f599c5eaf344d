package io.spindrift.e2e.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The API server as the platform under test sees it: it passes everything on, and fails as it is
/// told to. It alone has credentials.
final class ApiProxy implements AutoCloseable {
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    /// Clients then watch by an answer that does not end.
    private static final int NO_WEBSOCKETS = 503;

    private static final Set<String> NOT_PASSED =
            Set.of(
                    "authorization",
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "http2-settings",
                    "transfer-encoding",
                    "upgrade");

    private final Config config;
    private final String namespace;
    private final HttpClient client;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<HttpExchange, EventStream> watches = new ConcurrentHashMap<>();
    private final Map<HttpExchange, HttpExchange> open = new ConcurrentHashMap<>();
    private boolean down;
    private String counted = "";
    private int writes;
    private int cutAt = -1;
    private boolean cut;

    private ApiProxy(Config config, String namespace, HttpClient client, HttpServer server) {
        this.config = config;
        this.namespace = namespace;
        this.client = client;
        this.server = server;
    }

    /// @param namespace whose writes are counted
    static ApiProxy start(Config config, String namespace) {
        try {
            HttpClient client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(Duration.ofSeconds(5))
                            .sslContext(SSLUtils.sslContext(config))
                            .build();
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(any, 0);
            ApiProxy proxy = new ApiProxy(config, namespace, client, server);
            server.createContext("/", proxy::pass);
            server.setExecutor(proxy.threads);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kubeconfig's certificates", e);
        }
    }

    /// What makes the platform come here.
    String kubeconfig() {
        return """
        apiVersion: v1
        kind: Config
        current-context: proxied
        clusters: [{name: proxied, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: proxied, user: {token: the-proxy-has-one}}]
        contexts: [{name: proxied, context: {cluster: proxied, user: proxied}}]
        """
                .formatted(server.getAddress().getPort());
    }

    /// From now on nobody is there, and what goes on is cut off.
    void down() {
        synchronized (this) {
            down = true;
        }
        open.keySet().forEach(HttpExchange::close);
    }

    synchronized void up() {
        down = false;
        cut = false;
        cutAt = -1;
    }

    /// Counts the writes of one application. They are done up to this one, whose answer is lost,
    /// and nobody is there from then on.
    ///
    /// @param count 0 for none, -1 to let them all be done
    synchronized void cutAfterWrites(String appId, int count) {
        counted = appId;
        writes = 0;
        cut = false;
        cutAt = count;
    }

    synchronized boolean cut() {
        return cut;
    }

    synchronized int writes() {
        return writes;
    }

    /// Tells all that watch that what they go on from is gone (410), and cuts them off.
    void expireWatches() {
        watches.values().forEach(EventStream::expire);
    }

    private void pass(HttpExchange exchange) throws IOException {
        open.put(exchange, exchange);
        try (exchange) {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            Turn turn = turn(exchange, asked);
            if (turn == Turn.REFUSE) {
                return;
            }
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                exchange.sendResponseHeaders(NO_WEBSOCKETS, -1);
                return;
            }
            HttpResponse<InputStream> answer =
                    client.send(
                            request(exchange, asked), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (turn == Turn.LOSE_ANSWER) {
                    body.readAllBytes();
                    cutOff();
                } else {
                    answer(exchange, answer, body);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(exchange);
            watches.remove(exchange);
        }
    }

    private enum Turn {
        PASS,
        LOSE_ANSWER,
        REFUSE
    }

    private synchronized Turn turn(HttpExchange exchange, byte[] asked) {
        boolean write = !counted.isEmpty() && write(exchange, asked);
        if (!down && write && cutAt == 0) {
            cutOff();
        }
        if (down) {
            return Turn.REFUSE;
        }
        if (write) {
            writes++;
        }
        return write && writes == cutAt ? Turn.LOSE_ANSWER : Turn.PASS;
    }

    private boolean write(HttpExchange exchange, byte[] asked) {
        String path = exchange.getRequestURI().getPath();
        return WRITES.contains(exchange.getRequestMethod())
                && path.contains("/namespaces/" + namespace + "/")
                && (path.contains(counted)
                        || new String(asked, StandardCharsets.UTF_8).contains(counted));
    }

    private synchronized void cutOff() {
        down = true;
        cut = true;
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(
                                config.getMasterUrl().replaceFirst("/$", "")
                                        + exchange.getRequestURI()));
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            if (!NOT_PASSED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue().forEach(value -> request.header(header.getKey(), value));
            }
        }
        String token = config.getAutoOAuthToken();
        if (token == null) {
            token = config.getOauthToken();
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> answer, InputStream body)
            throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        EventStream stream = new EventStream(exchange.getResponseBody());
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        if (query.contains("watch=true")) {
            watches.put(exchange, stream);
        }
        stream.copy(body);
    }

    @Override
    public void close() {
        down();
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
