package io.spindrift.history.server;

import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.spindrift.history.http.RunRoutes;
import io.spindrift.history.http.SearchRoutes;
import io.spindrift.history.http.SparkRoutes;
import io.spindrift.history.ingest.LogFolder;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// The history server alone: follows the logs of one folder and answers about them, on loopback.
final class HistoryServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HistoryServer.class.getName());
    private static final String SPARK_VERSION = "4.3.0";
    private static final long BEAT_NANOS = 1_000_000_000L;

    private final Settings settings;
    private final Database database;
    private final LuceneIndex index;
    private final HistoryStore history;
    private final LogIntake intake;
    private final WebServer web;
    private final Thread beat;
    private volatile boolean closing;

    HistoryServer(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.database =
                Database.open(settings.data().resolve("rocksdb"), DatabaseSettings.standard());
        this.index = LuceneIndex.open(settings.data().resolve("index"));
        this.history = new HistoryStore(database, IssueRules::issues, index, LogFolder::files);
        this.intake = new LogIntake(history);
        PlainMount mount = new PlainMount(history, clock);
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .register("/api/v1", new SparkRoutes(history, SPARK_VERSION))
                        .register("/ocean/spark/search", new SearchRoutes(history, mount))
                        .register(
                                "/ocean/spark/cluster/{clusterId}/app/{appId}",
                                new RunRoutes(history, mount))
                        .error(
                                IllegalArgumentException.class,
                                (request, response, e) ->
                                        mount.refuse(
                                                request,
                                                response,
                                                Status.BAD_REQUEST_400,
                                                String.valueOf(e.getMessage())))
                        .error(
                                NotFoundException.class,
                                (request, response, e) ->
                                        mount.refuse(
                                                request,
                                                response,
                                                Status.NOT_FOUND_404,
                                                String.valueOf(e.getMessage())));
        this.web =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(settings.port())
                        .routing(routing)
                        .build();
        this.beat = Thread.ofVirtual().name("beat").unstarted(this::follow);
    }

    void start() {
        history.start();
        if (index.madeAnew()) {
            index.fill(history);
        }
        intake.start();
        web.start();
        beat.start();
        LOG.log(
                System.Logger.Level.INFO,
                "history server ready port=" + port() + " logs=" + settings.logs());
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(beat);
        try {
            beat.join(java.time.Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        web.stop();
        intake.close();
        index.close();
        database.close();
    }

    /// Looks for new logs and reads what there is, about once a second.
    private void follow() {
        while (!closing) {
            boolean more = false;
            try {
                for (LogFolder.Found found : LogFolder.logs(settings.logs())) {
                    intake.follow(found.run(), found.log(), null);
                }
                more = intake.poll().more();
            } catch (IOException | UncheckedIOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event logs not read, will be tried again folder=" + settings.logs(),
                        e);
            }
            if (!more && !closing) {
                LockSupport.parkNanos(BEAT_NANOS);
            }
        }
    }
}
