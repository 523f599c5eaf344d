package io.spindrift.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.SubmissionSource;
import io.spindrift.manifest.ApplicationPlan;
import io.spindrift.manifest.Deed;
import io.spindrift.manifest.Manifest;
import io.spindrift.manifest.ResourceKind;
import io.spindrift.manifest.Runs;
import io.spindrift.manifest.SchedulePlan;
import io.spindrift.manifest.Translation;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.NoAnswerException;
import io.spindrift.runtime.Sighting;
import io.spindrift.submit.AppConflictException;
import io.spindrift.submit.QueueFullException;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.Submitter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps what people declare in a cluster as an operator would: each beat plans for every object as
/// it is, and carries out what follows. An object that fails here does not stop the others.
final class DeclaredObjects {
    private static final Logger LOG = System.getLogger(DeclaredObjects.class.getName());

    /// Whether the kinds are there and ours changes seldom, and is a request each.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private static final int EVENT_TRIES = 3;
    private static final int MOST_UNANSWERED = 3;

    private static final Submitter SUBMITTER =
            new Submitter("kubernetes", SubmissionSource.SPARK_OPERATOR);

    private final String clusterId;
    private final ClusterRuntime runtime;
    private final Declarations declarations;
    private final Submissions submissions;
    private final ApplicationStore apps;
    private final InstantSource clock;
    private final Set<ResourceKind> served = EnumSet.noneOf(ResourceKind.class);

    /// What was told last, by the object's uid: a watch shows it later.
    private final Map<String, ObjectNode> told = new HashMap<>();

    /// What was logged last of an object that fails, so that it is logged once.
    private final Map<String, String> failing = new HashMap<>();

    /// The version of each object that has ended and asks for nothing more: seldom looked at again.
    private final Map<String, String> settled = new HashMap<>();

    /// How many objects of this beat had no answer.
    private int unanswered;

    /// How many events in a row had no answer.
    private int unheard;

    private Instant looked = Instant.EPOCH;
    private @Nullable String hindrance;

    DeclaredObjects(
            String clusterId,
            ClusterRuntime runtime,
            Declarations declarations,
            Submissions submissions,
            ApplicationStore apps,
            InstantSource clock) {
        this.clusterId = clusterId;
        this.runtime = runtime;
        this.declarations = declarations;
        this.submissions = submissions;
        this.apps = apps;
        this.clock = clock;
    }

    /// @return whether more is to be done at once: never
    boolean beat() {
        Instant now = clock.instant();
        unanswered = 0;
        look(now);
        if (served.isEmpty()) {
            return false;
        }
        Map<Declarations.Kind, List<ObjectNode>> objects =
                declarations
                        .objects(served.stream().map(DeclaredObjects::kindOf).toList())
                        .orElse(null);
        if (objects == null) {
            return false;
        }
        Map<ResourceKind, List<Manifest>> all = new EnumMap<>(ResourceKind.class);
        for (ResourceKind kind : served) {
            all.put(kind, manifests(kind, objects.getOrDefault(kindOf(kind), List.of())));
        }
        forgetMissing(all.values());
        LiveRuns runs = new LiveRuns();
        List<Manifest> applications = all.getOrDefault(ResourceKind.APPLICATION, List.of());
        for (ResourceKind kind : List.of(ResourceKind.APPLICATION, ResourceKind.CONNECT)) {
            for (Manifest manifest : all.getOrDefault(kind, List.of())) {
                keep(manifest, () -> ApplicationPlan.of(manifest, runs, now));
            }
        }
        if (all.containsKey(ResourceKind.APPLICATION)) {
            for (Manifest schedule : all.getOrDefault(ResourceKind.SCHEDULED, List.of())) {
                keep(schedule, () -> SchedulePlan.of(schedule, applications, now));
            }
        }
        return false;
    }

    private void look(Instant now) {
        if (now.isBefore(looked.plus(LOOK_EVERY))) {
            return;
        }
        Set<ResourceKind> ours = EnumSet.noneOf(ResourceKind.class);
        String why = null;
        for (ResourceKind kind : ResourceKind.values()) {
            Declarations.Serving serving = declarations.serving(List.of(kindOf(kind)));
            if (serving.ours()) {
                ours.add(kind);
            }
            why = why == null ? serving.why() : why;
        }
        looked = now;
        if (!ours.equals(served)) {
            LOG.log(Level.INFO, "resources served kinds=" + ours + " cluster=" + clusterId);
            declarations.close();
            served.clear();
            served.addAll(ours);
        }
        if (why != null && !why.equals(hindrance)) {
            LOG.log(Level.WARNING, "resources are not served: " + why + " cluster=" + clusterId);
        }
        hindrance = why;
    }

    private static Declarations.Kind kindOf(ResourceKind kind) {
        return new Declarations.Kind(
                ResourceKind.GROUP, kind.version(), kind.kind(), kind.plural());
    }

    private List<Manifest> manifests(ResourceKind kind, List<ObjectNode> objects) {
        List<Manifest> manifests = new ArrayList<>();
        for (ObjectNode object : objects) {
            ObjectNode last = told.get(object.path("metadata").path("uid").asText());
            ObjectNode seen = object.deepCopy();
            if (last != null) {
                seen.set("status", last);
            }
            manifests.add(new Manifest(kind, seen));
        }
        return manifests;
    }

    private void forgetMissing(Collection<List<Manifest>> all) {
        Set<String> there =
                all.stream().flatMap(List::stream).map(Manifest::uid).collect(Collectors.toSet());
        told.keySet().retainAll(there);
        failing.keySet().retainAll(there);
        settled.keySet().retainAll(there);
    }

    private void keep(Manifest manifest, Supplier<List<Deed>> plan) {
        String version = manifest.metadata().path("resourceVersion").asText();
        if (version.equals(settled.get(manifest.uid()))) {
            return;
        }
        try {
            List<Deed> deeds = plan.get();
            for (Deed deed : deeds) {
                carryOut(manifest, deed);
            }
            failing.remove(manifest.uid());
            if (deeds.isEmpty() && manifest.settled()) {
                settled.put(manifest.uid(), version);
            }
        } catch (RuntimeException e) {
            if (e instanceof NoAnswerException && ++unanswered >= MOST_UNANSWERED) {
                throw e; // there will be none to the next either
            }
            String sentence = String.valueOf(e.getMessage());
            if (!sentence.equals(failing.put(manifest.uid(), sentence))) {
                LOG.log(
                        Level.WARNING,
                        "cannot keep "
                                + manifest.kind().kind()
                                + ", will be tried again: "
                                + sentence
                                + " namespace="
                                + manifest.namespace()
                                + " name="
                                + manifest.name(),
                        e);
            }
        }
    }

    private void carryOut(Manifest manifest, Deed deed) {
        Declarations.Kind kind = kindOf(manifest.kind());
        ObjectNode object = manifest.object();
        switch (deed) {
            case Deed.Submit submit -> submit(manifest, submit.appId());
            case Deed.Kill kill -> submissions.kill(key(kill.appId()), kill.why());
            case Deed.Tell tell -> {
                declarations.tell(kind, object, tell.status());
                told.put(manifest.uid(), tell.status());
            }
            case Deed.Event event -> say(manifest, event);
            case Deed.Hold hold ->
                    declarations.hold(kind, object, ApplicationPlan.FINALIZER, hold.held());
            case Deed.Delete delete ->
                    declarations.delete(kindOf(delete.kind()), manifest.namespace(), delete.name());
            case Deed.Serve serve -> declarations.serve(serve.service(), serve.appId());
            case Deed.Make make ->
                    declarations.make(kindOf(ResourceKind.APPLICATION), make.object());
        }
    }

    /// No answer is most often no answer to anything, so what follows waits, too; but not where
    /// nothing but events has none.
    private void say(Manifest manifest, Deed.Event event) {
        try {
            declarations.event(manifest.object(), event.warning(), event.reason(), event.message());
            unheard = 0;
        } catch (NoAnswerException e) {
            unheard++;
            if (unheard <= EVENT_TRIES) {
                throw e;
            }
            LOG.log(Level.WARNING, "an event is not told: " + e.getMessage());
        }
    }

    private void submit(Manifest manifest, String appId) {
        try {
            Translation translation = manifest.translate();
            ObjectNode request = translation.request().put("appId", appId);
            submissions.submit(clusterId, request, SUBMITTER);
            LOG.log(
                    Level.INFO,
                    "submitted for a resource app="
                            + appId
                            + " namespace="
                            + manifest.namespace()
                            + " name="
                            + manifest.name());
            for (String note : translation.notes()) {
                say(manifest, new Deed.Event(false, "FieldWithoutEffect", note));
            }
        } catch (InvalidRequestException | AppConflictException e) {
            String sentence = String.valueOf(e.getMessage());
            ApplicationPlan.refused(manifest, appId, sentence)
                    .forEach(deed -> carryOut(manifest, deed));
        } catch (QueueFullException e) {
            LOG.log(Level.DEBUG, "the queue is full app=" + appId, e);
        }
    }

    private AppKey key(String appId) {
        return new AppKey(clusterId, appId);
    }

    /// The applications as they are in one beat.
    private final class LiveRuns implements Runs {
        private final List<String> live =
                apps.live().stream()
                        .filter(app -> app.clusterId().equals(clusterId))
                        .filter(app -> app.source() == SubmissionSource.SPARK_OPERATOR)
                        .map(AppSummary::id)
                        .toList();
        private final Map<LaunchId, Sighting> seen =
                runtime.sightings().stream()
                        .collect(Collectors.toMap(Sighting::id, sighting -> sighting));

        @Override
        public Optional<Application> find(String appId) {
            return apps.summary(key(appId)).flatMap(known -> apps.get(known.key()));
        }

        @Override
        public List<String> live(String prefix) {
            return live.stream().filter(id -> id.startsWith(prefix)).toList();
        }

        @Override
        public String driverPod(Application app) {
            return declarations.pod(launch(app), ContainerId.DRIVER);
        }

        @Override
        public Map<String, String> executorPods(Application app) {
            Sighting sighting = app.progress().attempts().isEmpty() ? null : seen.get(launch(app));
            Map<String, String> pods = new TreeMap<>();
            if (sighting != null) {
                for (Container executor : sighting.executors()) {
                    pods.put(declarations.pod(sighting.id(), executor.id()), state(executor));
                }
            }
            return pods;
        }

        private LaunchId launch(Application app) {
            return new LaunchId(app.id(), Math.max(1, app.progress().attempts().size()));
        }

        private static String state(Container executor) {
            Exit exit = executor.exit();
            if (exit == null) {
                return "RUNNING";
            }
            return Objects.equals(exit.code(), 0) ? "COMPLETED" : "FAILED";
        }
    }
}
