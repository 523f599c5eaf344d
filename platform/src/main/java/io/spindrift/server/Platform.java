package io.spindrift.server;

import io.spindrift.access.Access;
import io.spindrift.access.AccessStore;
import io.spindrift.access.LoginGuard;
import io.spindrift.access.RunTokens;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.DriverFiguresStore;
import io.spindrift.app.JobStore;
import io.spindrift.app.PlatformDefaults;
import io.spindrift.blob.BlobLimits;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterLoadStore;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cluster.KubeClusterStore;
import io.spindrift.cluster.SecretBox;
import io.spindrift.cost.CostLedger;
import io.spindrift.cost.Prices;
import io.spindrift.cost.Pricing;
import io.spindrift.history.Intake;
import io.spindrift.history.ingest.KeptLogs;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.ingest.LogKeeper;
import io.spindrift.history.ingest.LogSources;
import io.spindrift.history.ingest.PushedLogs;
import io.spindrift.history.issue.IssueRules;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.search.SearchSettings;
import io.spindrift.history.server.LogPlaces;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.KeptLogStore;
import io.spindrift.http.Api;
import io.spindrift.http.Feed;
import io.spindrift.http.LiveApplications;
import io.spindrift.http.Services;
import io.spindrift.kv.Database;
import io.spindrift.kv.StoreFullException;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.schedule.ScheduleStore;
import io.spindrift.schedule.Schedules;
import io.spindrift.submit.Configuration;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.SubmitSettings;
import io.spindrift.track.StayLedger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The whole platform, wired by hand. Making it takes the data folder, `start` goes to work,
/// `close` undoes both in reverse order and leaves drivers running.
final class Platform implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Platform.class.getName());
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final ServerSettings settings;

    private final Database database;
    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final BlobStore blobs;
    private final UploadSweep uploads;
    private final Clusters operated;
    private final LogPlaces places;
    private final LuceneIndex index;
    private final HistoryStore history;
    private final LogIntake intake;
    private final PushedLogs pushes;
    private final Observations observations;
    private final Access access;
    private final LiveApplications live;
    private final ReentrantLock publishing = new ReentrantLock();
    private final Loop ingest;
    private final Loop check;
    private final Loop schedule;
    private final Loop keep;
    private final Loop search;
    private final Loop fresh;
    private final Loop chronicle;
    private final KeptLogs kept;
    private final Api api;

    /// Set when all is there; changes before that interest nobody.
    private volatile Consumer<Application> changed = application -> {};

    /// @throws IllegalArgumentException with a sentence for the person who starts the platform
    Platform(EffectiveSettings effective, LocalSpark.Maker spark, KubeMaker kube, Clock clock) {
        this.clock = clock;
        this.settings = ServerSettings.from(effective);
        Path data = settings.data();
        own(DataLock.acquire(data, settings.lockPatience()));
        database = own(Database.open(data.resolve("rocksdb"), settings.database()));
        apps = new ApplicationStore(database, app -> changed.accept(app));
        JobStore jobs = new JobStore(database);
        ConfigTemplateStore templates = new ConfigTemplateStore(database);
        clusters = new ClusterStore(database);
        blobs =
                new BlobStore(
                        data.resolve("blobs"),
                        BlobLimits.ofFiles(settings.api().uploadLimitBytes()));
        uploads = new UploadSweep(apps, jobs, templates, clusters, blobs, settings.keepUploads());
        LocalSpark local = spark.make(settings, blobs, clock);
        index =
                own(
                        LuceneIndex.open(
                                data.resolve("index"),
                                new SearchSettings(
                                        settings.searchRedaction(),
                                        run -> RunNotes.of(apps, clusters, run),
                                        false,
                                        settings.searchBounds())));
        places = own(places(settings));
        kept = places.kept(new KeptLogStore(database), data);
        history = new HistoryStore(database, IssueRules::issues, index, kept);
        intake = own(new LogIntake(history));
        pushes = new PushedLogs(data.resolve("pushed"), intake, history);
        observations =
                new Observations(
                        settings.observed().named(places.sources()),
                        data.resolve("pushed"),
                        history,
                        pushes,
                        new LogSources(history, intake, places.sources(), clock),
                        apps,
                        clusters,
                        clock);
        List<Path> logsOfOurs = List.of(data.resolve("pushed"), data.resolve("eventlogs"));
        LogKeeper keeper =
                new LogKeeper(history, kept, settings.keepLogs(), Duration.ZERO, logsOfOurs);
        access =
                new Access(
                        new AccessStore(database), clock, random, settings.api().sessionLength());
        Submissions submissions =
                new Submissions(
                        SubmitSettings.standard(),
                        apps,
                        jobs,
                        clusters,
                        new Configuration(
                                new PlatformDefaults(settings.defaultSparkVersion()),
                                templates,
                                jobs,
                                this::runtimeOf),
                        this::runtimeOf,
                        clock,
                        random);
        Schedules schedules = new Schedules(new ScheduleStore(database), submissions, apps);
        Prices prices = new Prices(settings.pricePerCoreHour(), settings.pricePerGibHour());
        SecretBox box = SecretBox.open(settings.secretKeyFile(), random);
        operated =
                new Clusters(
                        clusters,
                        new KubeClusterStore(database, box),
                        kube,
                        data.resolve("kube"),
                        prices,
                        settings.kubeImageWait());
        RunTokens tokens = new RunTokens(box.derived("tokens of runs"));
        StayLedger stays = new StayLedger(database);
        CostLedger costs = new CostLedger(database);
        Ledgers ledgers =
                new Ledgers(apps, stays, costs, history, id -> new Pricing(operated.prices(id)));
        DriverFiguresStore driverFigures = new DriverFiguresStore(database);
        operated.begin(
                new ClusterParts(
                        clusters,
                        apps,
                        driverFigures,
                        blobs,
                        tokens,
                        submissions,
                        stays,
                        history,
                        intake,
                        ledgers,
                        index,
                        settings.searchLogBytes(),
                        this::publish,
                        clock),
                local.runtime());
        own(operated);
        Chronicle records =
                own(
                        new Chronicle(
                                apps,
                                clusters,
                                new ClusterLoadStore(database),
                                JsonLog.OURS,
                                clock));
        ingest = own(new Loop("ingest", BEAT, this::ingest, clock));
        keep = own(new Loop("keep", KEEP, () -> keeper.beat(clock.instant()), clock));
        search = own(new Loop("search", BEAT, this::putForSearch, clock));
        fresh = own(new Loop("fresh", BEAT, this::refresh, clock));
        schedule = own(new Loop("schedule", BEAT, () -> schedules.beat(clock.instant()), clock));
        chronicle = own(new Loop("chronicle", Chronicle.BEAT, records::beat, clock));
        check = own(new Loop("check", CHECK, this::check, clock));
        Services services =
                new Services(
                        clock,
                        random,
                        access,
                        tokens,
                        new LoginGuard(clock),
                        new Feed(Long.toString(clock.millis(), 36)),
                        blobs,
                        apps,
                        jobs,
                        templates,
                        clusters,
                        submissions,
                        schedules.store(),
                        operated.runtimes(),
                        operated,
                        records,
                        driverFigures,
                        local.versions(),
                        history,
                        pushes,
                        costs,
                        ledgers,
                        prices,
                        new Vitals(database, List.of(beat(), ingest), local.runtime(), clock),
                        Vitals.about(effective, clock.instant()),
                        Gauges.of(apps, ingest::lastEnd, clock),
                        StoreFullException.class::isInstance);
        live = new LiveApplications(services);
        api = own(new Api(settings.api(), services));
    }

    void start() {
        apps.start();
        clusters.start(clock.instant());
        access.start(AdminToken.read(settings.adminTokenFile(), random));
        blobs.start();
        kept.start();
        kept.unfoldStale();
        history.start();
        intake.start(this::isObserved);
        kept.takeUp(history, intake);
        pushes.start();
        observations.start();
        operated.takeUp();
        OwnCluster.put(settings.ownCluster(), operated);
        changed = this::changed;
        api.start();
        operated.start();
        ingest.start();
        keep.start();
        search.start();
        fresh.start();
        chronicle.start();
        check.start();
        schedule.start();
        if (index.madeAnew()) {
            Thread.ofPlatform().name("reindex").daemon(true).start(this::reindex);
        }
    }

    int port() {
        return api.port();
    }

    /// `GET /path`, for the test that holds the document to it.
    List<String> routes() {
        return api.routes();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "could not close everything", e);
            }
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        opened.push(part);
        return part;
    }

    private ClusterRuntime runtimeOf(String clusterId) {
        return operated.runtime(clusterId);
    }

    /// This machine's.
    private Loop beat() {
        return operated.life(Cluster.LOCAL).orElseThrow().beat();
    }

    private static LogPlaces places(ServerSettings settings) {
        ObservedSettings observed = settings.observed();
        return LogPlaces.open(
                List.copyOf(observed.places().values()),
                settings.keepLogsIn(),
                LogPlaces.s3(observed.sparkProperties()),
                observed.plugins(),
                settings.data().resolve("plugins"));
    }

    private boolean isObserved(String log) {
        return places.sources().stream().anyMatch(source -> source.holds(log));
    }

    /// Finds logs of others, reads what all have gained, and shows what came of it.
    private boolean ingest() {
        pushes.beat(clock.instant());
        boolean waiting = observations.look();
        operated.lives().forEach(ClusterLife::sample);
        Intake.Progress progress = intake.poll();
        observations.see(progress.changed());
        return waiting || progress.more();
    }

    /// Several beats may end at once: then what one tells is as new as the other's.
    private void publish() {
        if (publishing.tryLock()) {
            try {
                live.publish();
            } finally {
                publishing.unlock();
            }
        }
    }

    private boolean putForSearch() {
        boolean more = false;
        for (ClusterLife life : operated.lives()) {
            more |= life.putForSearch();
        }
        return more;
    }

    private void changed(Application app) {
        live.changed(app);
        boolean asksForSomething =
                app.progress().attempts().isEmpty() || app.progress().stop() != null;
        if (asksForSomething && !app.state().terminal()) {
            operated.life(app.clusterId()).ifPresent(life -> life.beat().nudge());
        }
    }

    private boolean refresh() {
        index.refresh();
        return false;
    }

    /// The index is derived: one that was lost is filled again from the rows.
    private void reindex() {
        try {
            index.fill(history);
            LOG.log(Level.INFO, "filled the search index again");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the search index is not complete; start again", e);
        }
    }

    /// What need not be done on each beat; whether the machine can take applications is part of the
    /// cluster's state.
    private boolean check() {
        uploads.sweepNowAndThen(clock.instant());
        operated.examine(Cluster.LOCAL)
                .ifPresent(health -> Vitals.tellState(clusters, health, clock.instant()));
        operated.sweep();
        return false;
    }
}
