package io.spindrift.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.app.CanonicalJson;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Figures;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.JobStore;
import io.spindrift.app.Origin;
import io.spindrift.app.Problem;
import io.spindrift.app.Progress;
import io.spindrift.app.StopOrder;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes applications in: checked, merged, stored PENDING; and gives them room. Safe for many
/// threads.
///
/// Nothing is launched here. An attempt that was admitted is stored before its launch; whoever runs
/// it finds it again after a crash.
public final class Submissions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SubmitSettings settings;
    private final ApplicationStore apps;
    private final JobStore jobs;
    private final ClusterStore clusters;
    private final Configuration configuration;
    private final Function<String, ClusterRuntime> runtimes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final WaitingLine line;

    /// @param runtimes the runtime of a cluster, by its id
    /// @param random shared by many threads
    public Submissions(
            SubmitSettings settings,
            ApplicationStore apps,
            JobStore jobs,
            ClusterStore clusters,
            Configuration configuration,
            Function<String, ClusterRuntime> runtimes,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.apps = apps;
        this.jobs = jobs;
        this.clusters = clusters;
        this.configuration = configuration;
        this.runtimes = runtimes;
        this.clock = clock;
        this.random = random;
        this.line = new WaitingLine(apps);
    }

    /// Stores an application; when this returns it survives the end of the machine.
    ///
    /// @throws InvalidRequestException naming everything that is wrong
    /// @throws AppConflictException when the id is taken by another request
    /// @throws QueueFullException when too many wait
    /// @throws UnknownClusterException when there is no such cluster
    public Submitted submit(String clusterId, JsonNode body, Submitter submitter) {
        return submit(clusterId, body, submitter, null);
    }

    /// Runs the request of an application again, as a new one. Empty when there is none.
    ///
    /// @throws ObservedException when others started it
    public Optional<Application> rerun(AppKey key, Submitter submitter) {
        return apps.get(key)
                .map(app -> {
                    if (app.observed()) {
                        throw new ObservedException(
                                app.id(), app.clusterId(), "run it again where it ran");
                    }
                    ObjectNode body = request(app);
                    body.remove("appId");
                    return submit(key.clusterId(), body, submitter, app.id()).app();
                });
    }

    private Submitted submit(
            String clusterId, JsonNode body, Submitter submitter, @Nullable String rerunOf) {
        Cluster cluster = cluster(clusterId);
        Request request = Request.read(body, submitter.source());
        String canonical = CanonicalJson.text(body);
        Optional<Submitted> before = existing(clusterId, request, canonical);
        if (before.isPresent()) {
            return before.get();
        }
        EffectiveConfig config = configuration.effective(cluster, request);
        refuse(fitProblems(cluster, AppSpec.from(config)));
        if (waiting(clusterId) >= settings.waitingLimit()) {
            throw new QueueFullException(settings.waitingLimit());
        }
        Instant now = clock.instant();
        Application app =
                new Application(
                        origin(clusterId, request, canonical, submitter, rerunOf, now),
                        config,
                        Progress.submitted(now),
                        Figures.NONE,
                        now);
        if (!apps.insert(app)) {
            return existing(clusterId, request, canonical)
                    .orElseThrow(() -> new AppConflictException(app.id()));
        }
        String jobId = request.jobId();
        if (jobId != null) {
            jobs.getOrMake(jobId, now);
        }
        return new Submitted.Created(app);
    }

    /// What a submission would come to; nothing is stored.
    ///
    /// @throws UnknownClusterException when there is no such cluster
    public Check check(String clusterId, JsonNode body, Submitter submitter) {
        Cluster cluster = cluster(clusterId);
        EffectiveConfig config = null;
        String appId = null;
        try {
            Request request = Request.read(body, submitter.source());
            appId = idFor(request, clock.instant());
            config = configuration.merged(cluster, request);
            List<Problem> problems = new ArrayList<>(configuration.problems(cluster, config));
            problems.addAll(fitProblems(cluster, AppSpec.from(config)));
            refuse(problems);
            return new Check(
                    appId,
                    List.of(),
                    warnings(cluster, config),
                    config,
                    placement(cluster, AppSpec.from(config)));
        } catch (InvalidRequestException e) {
            List<Problem> warnings = config == null ? List.of() : warnings(cluster, config);
            return new Check(appId, e.problems(), warnings, config, null);
        }
    }

    /// Ends an application: at once while it waits, else by an order that is carried out on the
    /// next beat. One that has ended, or is to end already, stays as it is. Empty when there is
    /// none.
    ///
    /// @throws ObservedException when others started it
    public Optional<Application> kill(AppKey key, String user) {
        Instant now = clock.instant();
        return apps.update(
                key,
                app -> {
                    if (app.observed()) {
                        throw new ObservedException(app.id(), app.clusterId(), "end it there");
                    }
                    if (app.state().terminal() || app.progress().stop() != null || ending(app)) {
                        return app;
                    }
                    String reason = "killed by " + user;
                    Progress next =
                            app.progress().stopping(new StopOrder(AppState.KILLED, now, reason));
                    return app.with(
                            app.holdsRoom() ? next : next.entering(AppState.KILLED, now, reason),
                            now);
                });
    }

    /// Its driver has ended and no other attempt follows: only its log is still read.
    private static boolean ending(Application app) {
        boolean ended = app.progress().lastAttempt().map(last -> !last.open()).orElse(false);
        return ended && app.progress().retryAt() == null;
    }

    /// Gives room to those whose turn it is, and stores that.
    ///
    /// @param sightings all of the cluster, so that what ended attempts still hold is not given
    ///   away
    /// @return the applications whose last attempt is to be launched now
    public List<Application> admit(String clusterId, List<Sighting> sightings) {
        if (!starts(clusterId)) {
            return List.of();
        }
        Instant now = clock.instant();
        List<AppSummary> live = live(clusterId);
        Capacity lingering = Admission.lingering(live, sightings);
        Admission.Plan plan = line.plan(runtimes.apply(clusterId), live, lingering, now);
        List<Application> admitted = new ArrayList<>();
        for (AppKey key : plan.start()) {
            apps.updateSoon(key, app -> app.waits(now) ? admitted(app, now) : app)
                    .filter(Application::holdsRoom)
                    .ifPresent(admitted::add);
        }
        if (!admitted.isEmpty()) {
            apps.sync();
        }
        return admitted;
    }

    /// Whether what waits may start. A launch on this machine itself says best what hinders it.
    private boolean starts(String clusterId) {
        return clusters.get(clusterId)
                .map(cluster ->
                        cluster.kind() == ClusterKind.LOCAL || cluster.state().startsApplications())
                .orElse(false);
    }

    /// The order to run the last attempt of an application; the same each time.
    public static Launch launch(Application app) {
        Attempt attempt =
                app.progress()
                        .lastAttempt()
                        .orElseThrow(() -> new IllegalArgumentException("nothing to launch"));
        LaunchId id = new LaunchId(app.id(), attempt.number());
        return new Launch(id, app.spec(), app.jobId(), app.origin().user());
    }

    private static Application admitted(Application app, Instant now) {
        int number = app.progress().attempts().size() + 1;
        Attempt attempt = Attempt.admitted(number, app.queuedAt(), now);
        return app.with(app.progress().with(attempt), now);
    }

    /// Those that wait on a cluster, in the order in which they will start.
    public List<AppSummary> queue(String clusterId) {
        Instant now = clock.instant();
        Admission.Plan plan = Admission.plan(Capacity.NONE, live(clusterId), Capacity.NONE, now);
        return plan.queue().stream().flatMap(key -> apps.summary(key).stream()).toList();
    }

    /// From 1; empty when it does not wait for room.
    public Optional<Integer> queuePosition(AppKey key) {
        return Admission.place(key, live(key.clusterId()), clock.instant());
    }

    private Cluster cluster(String id) {
        Cluster found =
                clusters.get(id)
                        .filter(cluster -> cluster.kind().takesApplications())
                        .orElseThrow(() -> new UnknownClusterException(id));
        if (found.state() == ClusterState.DELETING) {
            throw new UnknownClusterException(id, true);
        }
        return found;
    }

    private Optional<Submitted> existing(String clusterId, Request request, String canonical) {
        String appId = request.appId();
        if (appId == null) {
            return Optional.empty();
        }
        Optional<Application> known = apps.get(new AppKey(clusterId, appId));
        if (known.isPresent() && !known.get().origin().request().equals(canonical)) {
            throw new AppConflictException(appId);
        }
        for (Cluster other : clusters.list()) {
            boolean operated = other.kind().takesApplications() && !other.id().equals(clusterId);
            if (operated && apps.summary(new AppKey(other.id(), appId)).isPresent()) {
                throw new AppConflictException(appId, other.id());
            }
        }
        return known.map(Submitted.Existing::new);
    }

    private Origin origin(
            String clusterId,
            Request request,
            String canonical,
            Submitter submitter,
            @Nullable String rerunOf,
            Instant now) {
        String appId = idFor(request, now);
        return new Origin(
                new AppKey(clusterId, appId),
                new UUID(version4(random.nextLong()), variant2(random.nextLong())),
                request.jobId(),
                appId,
                submitter.source(),
                submitter.user(),
                canonical,
                rerunOf);
    }

    private static long version4(long bits) {
        return (bits & ~0xF000L) | 0x4000L;
    }

    private static long variant2(long bits) {
        return (bits & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    }

    private String idFor(Request request, Instant now) {
        String given = request.appId();
        if (given != null) {
            return given;
        }
        String job = request.jobId();
        return AppIds.generate(job == null ? "notebook" : job, now, random);
    }

    private static ObjectNode request(Application app) {
        try {
            return (ObjectNode) JSON.readTree(app.origin().request());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored request is no JSON: " + app.key(), e);
        }
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
    }

    private List<Problem> fitProblems(Cluster cluster, AppSpec spec) {
        Capacity room = capacity(cluster.id());
        if (room.fits(wanted(spec))) {
            return List.of();
        }
        return List.of(Rooms.tooMuch(spec, wanted(spec), cluster.id(), room));
    }

    private static Capacity wanted(AppSpec spec) {
        return new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib());
    }

    private static List<Problem> warnings(Cluster cluster, EffectiveConfig config) {
        return config.withoutEffect().stream()
                .map(path ->
                        new Problem(
                                "NO_EFFECT",
                                "'"
                                        + path
                                        + "' has no effect on the cluster '"
                                        + cluster.id()
                                        + "'",
                                "configOverrides." + path))
                .toList();
    }

    private Check.Placement placement(Cluster cluster, AppSpec spec) {
        Capacity room = capacity(cluster.id());
        Instant now = clock.instant();
        List<AppSummary> live = live(cluster.id());
        Capacity free = room.less(Admission.held(live, Capacity.NONE));
        long ahead =
                live.stream()
                        .filter(app -> app.waits(now) && app.priority() >= spec.priority())
                        .count();
        String needs = "it asks for " + Rooms.text(wanted(spec)) + ", and " + Rooms.text(free);
        if (ahead == 0 && free.fits(wanted(spec))) {
            String sentence = "starts at once: " + needs + " are free";
            return new Check.Placement(cluster.id(), wanted(spec), null, sentence);
        }
        String sentence = "waits behind " + ahead + " others: " + needs + " are free";
        return new Check.Placement(cluster.id(), wanted(spec), (int) ahead + 1, sentence);
    }

    private Capacity capacity(String clusterId) {
        return runtimes.apply(clusterId).room().total();
    }

    private long waiting(String clusterId) {
        Instant now = clock.instant();
        return live(clusterId).stream().filter(app -> app.waits(now)).count();
    }

    private List<AppSummary> live(String clusterId) {
        return apps.live().stream().filter(app -> app.clusterId().equals(clusterId)).toList();
    }
}
