package io.spindrift.history.server;

import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.cloud.CloudException;
import io.spindrift.history.Intake;
import io.spindrift.history.RunLabels;
import io.spindrift.history.http.AgentRoutes;
import io.spindrift.history.http.ConsoleFiles;
import io.spindrift.history.http.RunListRoutes;
import io.spindrift.history.http.RunRoutes;
import io.spindrift.history.http.SearchRoutes;
import io.spindrift.history.http.SparkRoutes;
import io.spindrift.history.http.SparkUiLinks;
import io.spindrift.history.ingest.KeptLogs;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.ingest.LogKeeper;
import io.spindrift.history.ingest.LogSources;
import io.spindrift.history.ingest.PushedLogs;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.search.SearchSettings;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.KeptLogStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.StoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// The history server alone: follows the logs of its folders, answers about them, and shows the
/// console.
final class HistoryServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HistoryServer.class.getName());
    private static final String SPARK_VERSION = "4.3.0";
    private static final int READERS = 4;
    private static final long BEAT_NANOS = 1_000_000_000L;
    private static final Duration SETTLING = Duration.ofMinutes(10);
    private static final int CONNECTIONS_MOST = 2000;
    private static final List<String> GUARDED =
            List.of("/ocean", "/ocean/*", "/api", "/api/*", "/agent", "/agent/*", "/logout");

    private final Settings settings;
    private final InstantSource clock;
    private final LogPlaces places;
    private final Database database;
    private final LuceneIndex index;
    private final HistoryStore history;
    private final ExecutorService readers;
    private final LogIntake intake;
    private final PushedLogs pushes;
    private final KeptLogs kept;
    private final LogKeeper keeper;
    private final LogSources sources;
    private final Changes changes = new Changes();
    private final ConsoleFiles console = ConsoleFiles.ofHistory();
    private final WebServer web;
    private final Thread beat;
    private final Thread keeping;
    private final Thread refreshing;
    private volatile boolean closing;

    HistoryServer(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.places = LogPlaces.open(settings);
        this.database = Database.open(settings.data().resolve("rocksdb"), settings.database());
        this.index =
                LuceneIndex.open(
                        settings.data().resolve("index"),
                        new SearchSettings(
                                settings.redaction(),
                                run -> RunLabels.NONE,
                                false,
                                settings.search()));
        this.kept = places.kept(new KeptLogStore(database), settings.data());
        this.history = new HistoryStore(database, IssueRules::issues, index, kept);
        this.readers =
                Executors.newFixedThreadPool(
                        READERS, Thread.ofPlatform().name("reader-", 0).factory());
        this.intake = new LogIntake(history, readers);
        this.sources = new LogSources(history, intake, places.sources(), clock);
        this.pushes = new PushedLogs(settings.data().resolve("pushed"), intake, history);
        this.keeper =
                new LogKeeper(
                        history,
                        kept,
                        settings.retention(),
                        SETTLING,
                        List.of(settings.data().resolve("pushed")));
        this.web =
                WebServer.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .maxTcpConnections(CONNECTIONS_MOST)
                        .idleConnectionTimeout(Duration.ofMinutes(5))
                        .routing(this::routing)
                        .build();
        this.beat = Thread.ofVirtual().name("beat").unstarted(this::follow);
        this.refreshing = Thread.ofVirtual().name("refresh").unstarted(this::refresh);
        this.keeping = Thread.ofPlatform().name("keep").unstarted(this::keep);
    }

    private void routing(HttpRouting.Builder routing) {
        PlainMount mount = new PlainMount(history, clock);
        Door door = new Door(settings.token(), settings.insecure());
        errors(routing, mount);
        GUARDED.forEach(path -> routing.any(path, door::demand));
        new AloneRoutes(history, mount, door, changes).addTo(routing);
        routing.register("/api/v1", new SparkRoutes(history, SPARK_VERSION));
        routing.register("/agent/v1", new AgentRoutes(pushes, mount));
        routing.register("/ocean/spark/search", new SearchRoutes(history, mount));
        routing.register(
                "/ocean/spark/cluster/{clusterId}/app/{appId}", new RunRoutes(history, mount));
        routing.register("/ocean/spark", new RunListRoutes(history, mount));
        routing.register("/history", new SparkUiLinks(RunListRoutes.CLUSTER));
        routing.any("/ocean/*", HistoryServer::nothing);
        routing.any("/api/*", HistoryServer::nothing);
        routing.any(this::page);
    }

    private static void errors(HttpRouting.Builder routing, PlainMount mount) {
        routing.error(
                IllegalArgumentException.class,
                (request, response, e) ->
                        mount.refuse(
                                request,
                                response,
                                Status.BAD_REQUEST_400,
                                "INVALID_VALUE",
                                String.valueOf(e.getMessage())));
        routing.error(
                NotFoundException.class,
                (request, response, e) ->
                        mount.refuse(
                                request,
                                response,
                                Status.NOT_FOUND_404,
                                "NOT_FOUND",
                                String.valueOf(e.getMessage())));
        routing.error(
                Refusal.class,
                (request, response, e) ->
                        mount.refuse(
                                request,
                                response,
                                Status.create(e.status()),
                                e.code(),
                                String.valueOf(e.getMessage())));
    }

    private static void nothing(ServerRequest request, ServerResponse response) {
        throw new NotFoundException("there is nothing at " + request.path().path());
    }

    private void page(ServerRequest request, ServerResponse response) {
        String method = request.prologue().method().text();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refusal(405, "METHOD_NOT_ALLOWED", method + " is not allowed here");
        }
        if (!console.answer(request, response)) {
            nothing(request, response);
        }
    }

    /// @throws IllegalArgumentException when the address is taken; Helidon itself only logs that
    void start() {
        kept.start();
        kept.unfoldStale();
        history.start();
        if (index.madeAnew()) {
            index.fill(history);
        }
        sources.start();
        kept.takeUp(history, intake);
        pushes.start();
        web.start();
        if (!web.isRunning()) {
            throw new IllegalArgumentException(
                    "cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + "; is it taken? Choose another with --port");
        }
        beat.start();
        keeping.start();
        refreshing.start();
        LOG.log(System.Logger.Level.INFO, "history server ready port=" + port());
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        closing = true;
        changes.close();
        LockSupport.unpark(beat);
        LockSupport.unpark(keeping);
        LockSupport.unpark(refreshing);
        try {
            beat.join(Duration.ofSeconds(10));
            keeping.join(Duration.ofSeconds(10));
            refreshing.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        web.stop();
        intake.close();
        readers.shutdown();
        places.close();
        index.close();
        database.close();
    }

    /// Looks for new logs and reads what there is, about once a second.
    private void follow() {
        while (!closing) {
            pushes.beat(clock.instant());
            boolean waiting = sources.look();
            Intake.Progress progress = intake.poll();
            if (progress.events() > 0 || !progress.ended().isEmpty()) {
                changes.tell();
            }
            if (!waiting && !progress.more() && !closing) {
                LockSupport.parkNanos(BEAT_NANOS);
            }
        }
    }

    /// Has search find what was put.
    private void refresh() {
        while (!closing) {
            try {
                index.refresh();
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "search index not refreshed, tried again", e);
            }
            LockSupport.parkNanos(BEAT_NANOS);
        }
    }

    /// Puts by the logs of runs that have ended.
    private void keep() {
        while (!closing) {
            boolean more = false;
            try {
                more = keeper.beat(clock.instant());
            } catch (StoreException | CloudException e) {
                LOG.log(System.Logger.Level.WARNING, "event logs not put by, tried again soon", e);
            }
            if (!more && !closing) {
                LockSupport.parkNanos(5 * BEAT_NANOS);
            }
        }
    }
}
