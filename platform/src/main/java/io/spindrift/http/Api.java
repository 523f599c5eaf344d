package io.spindrift.http;

import io.helidon.common.tls.TlsConfig;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.http.AgentRoutes;
import io.spindrift.history.http.ConsoleFiles;
import io.spindrift.history.http.RunRoutes;
import io.spindrift.history.http.SearchRoutes;
import io.spindrift.history.http.SparkRoutes;
import io.spindrift.history.http.SparkUiLinks;
import io.spindrift.runtime.ClusterRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one HTTP server: console, API and Spark's own API. `start` listens, `close` ends streams and
/// lets running answers finish for a moment.
public final class Api implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
    private static final String SPARK_API = "4.3.0";
    private static final int MOST_CONNECTIONS = 2000;
    private static final List<String> GUARDED =
            List.of(
                    "/ocean",
                    "/ocean/*",
                    "/api",
                    "/api/*",
                    "/agent",
                    "/agent/*",
                    "/openapi",
                    "/metrics",
                    "/logout");

    private final ApiSettings settings;
    private final Services services;
    private final Answers answers;
    private final ConsoleFiles console = ConsoleFiles.ofPlatform();
    private final RouteTable table = new RouteTable();
    private final SparkUiDoor door;
    private final SparkUiProxy sparkUis;
    private final WebServer server;

    public Api(ApiSettings settings, Services services) {
        this.settings = settings;
        this.services = services;
        this.answers = new Answers(services.clock());
        this.door = new SparkUiDoor(services.clock(), services.random());
        this.sparkUis = new SparkUiProxy(settings, door, this::driverOf);
        this.server = build();
    }

    /// @throws IllegalArgumentException when the address is taken; Helidon itself only logs that
    public Api start() {
        server.start();
        if (!server.isRunning()) {
            throw new IllegalArgumentException(
                    "cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + "; is it taken? Choose another with --port");
        }
        sparkUis.start();
        return this;
    }

    /// The port listened on, which settings may have left to the system.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        services.feed().close();
        sparkUis.close();
        server.stop();
    }

    /// `GET /path` of every route of ours; those of the history module know themselves.
    public List<String> routes() {
        return table.routes();
    }

    private WebServer build() {
        return listening(settings, settings.port())
                .directHandlers(direct())
                .routing(this::routing)
                .build();
    }

    /// A server as both of ours are.
    static WebServerConfig.Builder listening(ApiSettings settings, int port) {
        WebServerConfig.Builder config =
                WebServer.builder()
                        .host(settings.host())
                        .port(port)
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .maxTcpConnections(MOST_CONNECTIONS)
                        .idleConnectionTimeout(Duration.ofMinutes(5))
                        .connectionOptions(options -> options.readTimeout(READ_TIMEOUT));
        if (settings.keyStore() != null) {
            String password =
                    settings.keyStorePassword() == null ? "" : settings.keyStorePassword();
            config.tls(
                    TlsConfig.builder()
                            .sslContext(TlsKeys.context(settings.keyStore(), password))
                            .build());
        }
        return config;
    }

    private void routing(HttpRouting.Builder routing) {
        Failures failures = new Failures(answers, services.diskFull());
        Set<String> operated = services.runtimes().keySet();
        RunGate runs = new RunGate(services.tokens(), services.apps(), operated, services.clock());
        Gate gate = new Gate(services.access(), services.guard(), runs);
        routing.addFilter(this::observe);
        routing.error(Throwable.class, failures::handle);
        GUARDED.forEach(path -> routing.any(path, gate::demand));
        // The page and the call have one path.
        routing.get("/login", this::console);
        addRoutes();
        table.register(routing, answers, settings.bodyLimitBytes());
        HistoryMount mount = new HistoryMount(services, answers);
        routing.register(HistoryMount.RUN, new RunRoutes(services.history(), mount));
        routing.register("/ocean/spark/search", new SearchRoutes(services.history(), mount));
        routing.register("/api/v1", new SparkRoutes(services.history(), SPARK_API));
        routing.register("/history", new SparkUiLinks(AppFinder.ANY_CLUSTER));
        routing.register("/agent/v1", new AgentRoutes(services.pushes(), mount));
        routing.any("/agent/*", (request, response) -> nothingAt(request.path().path()));
        routing.any("/ocean/*", (request, response) -> nothingAt(request.path().path()));
        routing.any("/api/*", (request, response) -> nothingAt(request.path().path()));
        routing.any(this::console);
    }

    private void addRoutes() {
        AppFinder finder = new AppFinder(services.apps(), services.clusters(), services.history());
        addServer();
        addApplications(finder);
        new ClusterRoutes(services, finder).addTo(table);
        new InventoryRoutes(services, finder).addTo(table);
        new ClusterRecordRoutes(services, finder).addTo(table);
        new TemplateRoutes(services.templates(), finder, services.feed(), services.clock())
                .addTo(table);
        new LogRoutes(services.desk(), services.apps(), finder, services.feed()::closed)
                .addTo(table);
        new ClusterEventRoutes(services.desk(), finder).addTo(table);
        new EventLogRoutes(services.history(), finder).addTo(table);
        new RunFileRoutes(services.blobs(), services.apps(), services.runtimes().keySet())
                .addTo(table);
        new SparkUiRoutes(services.runtimes(), finder, door, services.clock(), sparkUis::port)
                .addTo(table);
        new CostRoutes(
                        services.ledger(),
                        services.costs(),
                        services.prices(),
                        services.desk(),
                        finder,
                        services.clock())
                .addTo(table);
        new SummaryRoutes(services.apps(), services.prices().currency(), services.clock())
                .addTo(table);
    }

    private void addServer() {
        new LoginRoutes(services.access(), services.guard(), settings.sessionLength()).addTo(table);
        new TokenRoutes(services.access()).addTo(table);
        new ServerRoutes(services.health(), services.about(), services.metrics()).addTo(table);
        services.metrics().add(new ApplicationMetrics(services, settings.metricsApplications()));
        new EventRoutes(services.feed(), services.clock()).addTo(table);
        new FileRoutes(services.blobs(), services.clock(), settings.uploadLimitBytes())
                .addTo(table);
        new Contract().addTo(table);
    }

    private void addApplications(AppFinder finder) {
        AppView view = new AppView(services);
        new AppRoutes(services, finder, view).addTo(table);
        new ManifestRoutes(services, view).addTo(table);
        new JobRoutes(services, finder, view).addTo(table);
        new ScheduleRoutes(services, finder).addTo(table);
    }

    private Optional<InetSocketAddress> driverOf(SparkUiDoor.Driver driver) {
        ClusterRuntime runtime = services.runtimes().get(driver.clusterId());
        return runtime == null ? Optional.empty() : runtime.sparkUi(driver.launch());
    }

    private void console(ServerRequest request, ServerResponse response) {
        String method = request.prologue().method().text();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.header("Allow", "GET, HEAD");
            throw RefusedException.of(405, "METHOD_NOT_ALLOWED", method + " is not allowed here");
        }
        if (!console.answer(request, response)) {
            nothingAt(request.path().path());
        }
    }

    private static void nothingAt(String path) {
        throw RefusedException.notFound("there is nothing at " + path);
    }

    private void observe(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        RequestId id = RequestId.random();
        request.context().register(id);
        response.header(Answers.ID_HEADER, id.text());
        long begun = System.nanoTime();
        chain.proceed();
        services.metrics()
                .answered(
                        request.prologue().method().text(),
                        response.status().code(),
                        Duration.ofNanos(System.nanoTime() - begun));
    }

    /// What cannot be read as HTTP gets the envelope, too, as far as it can be filled.
    private DirectHandlers direct() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, this::unreadable);
        }
        return handlers.build();
    }

    private DirectHandler.TransportResponse unreadable(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        int code = status.code();
        String sentence =
                message == null
                        ? "the request is no valid HTTP; encode what may not stand in an address,"
                                + " such as > or a space, with %"
                        : message;
        Refusal refusal = new Refusal(code == 413 ? "TOO_LARGE" : "INVALID_VALUE", sentence);
        RequestId id = RequestId.random();
        Answers.Asked asked = new Answers.Asked(id.text(), request.path(), request.method());
        byte[] body =
                Json.bytes(
                        Answers.envelope(
                                asked,
                                services.clock().instant(),
                                Answer.refused(code, List.of(refusal))));
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.create(Answers.ID_HEADER), id.text())
                .keepAlive(false)
                .entity(body)
                .build();
    }
}
