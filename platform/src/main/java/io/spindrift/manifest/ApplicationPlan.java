package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.Application;
import io.spindrift.manifest.ApplicationStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to be done about a `SparkApplication` as it is now, or a `SparkConnect`. Pure: what was
/// done before is read off the applications, whose ids follow from the resource, and off the status
/// that was told last.
public final class ApplicationPlan {
    /// Holds an object that is deleted, until what it runs has ended.
    public static final String FINALIZER = "spindrift.io/application";

    /// An application that was suspended so often goes on no more.
    private static final int MOST_ROUNDS = 1000;

    private final Manifest manifest;
    private final Runs runs;
    private final Instant now;
    private final List<Deed> deeds = new ArrayList<>();

    private ApplicationPlan(Manifest manifest, Runs runs, Instant now) {
        this.manifest = manifest;
        this.runs = runs;
        this.now = now;
    }

    public static List<Deed> of(Manifest manifest, Runs runs, Instant now) {
        ApplicationPlan plan = new ApplicationPlan(manifest, runs, now);
        plan.decide();
        return List.copyOf(plan.deeds);
    }

    /// What to tell when a submission was refused, once and for this `spec`.
    public static List<Deed> refused(Manifest manifest, String appId, String sentence) {
        if (manifest.kind() == ResourceKind.CONNECT) {
            return List.of(
                    new Deed.Event(true, "SparkConnectFailed", sentence),
                    new Deed.Tell(ConnectStatus.failed(appId, sentence)));
        }
        ObjectNode status = ApplicationStatus.bare(State.FAILED, sentence);
        status.put("submissionID", appId);
        return List.of(
                new Deed.Event(true, "SparkApplicationSubmissionFailed", sentence),
                new Deed.Tell(status));
    }

    private void decide() {
        List<String> live = runs.live(RunNames.prefix(manifest));
        if (manifest.leaving()) {
            leave(live);
            return;
        }
        if (!held()) {
            deeds.add(new Deed.Hold(true));
        }
        int round = round();
        String appId = RunNames.of(manifest, round);
        List<String> strays = live.stream().filter(id -> !id.equals(appId)).toList();
        Application app = runs.find(appId).orElse(null);
        if (!strays.isEmpty()) {
            strays.forEach(id -> deeds.add(new Deed.Kill(id, "a change of its resource")));
            tell(State.INVALIDATING, null);
        } else if (app == null) {
            begin(appId);
        } else {
            follow(app);
        }
    }

    private void leave(List<String> live) {
        live.forEach(id -> deeds.add(new Deed.Kill(id, "deletion of its resource")));
        if (live.isEmpty() && held()) {
            deeds.add(new Deed.Hold(false));
        }
    }

    private boolean held() {
        return manifest.metadata()
                .path("finalizers")
                .valueStream()
                .anyMatch(each -> each.asText().equals(FINALIZER));
    }

    private boolean wantsSuspension() {
        return manifest.spec().path("suspend").asBoolean();
    }

    /// The first whose application was not suspended: that is the one to run now, or the last one
    /// while the resource is suspended.
    private int round() {
        int round = 1;
        while (round < MOST_ROUNDS) {
            Optional<Application> app = runs.find(RunNames.of(manifest, round));
            boolean over =
                    app.isPresent()
                            && app.get().state().terminal()
                            && ApplicationStatus.suspended(app.get());
            boolean more = over && !wantsSuspension();
            boolean later = over && runs.find(RunNames.of(manifest, round + 1)).isPresent();
            if (!more && !later) {
                return round;
            }
            round++;
        }
        return round;
    }

    private void begin(String appId) {
        if (wantsSuspension()) {
            tell(State.SUSPENDED, null);
            return;
        }
        boolean refused =
                manifest.status().path("submissionID").asText().equals(appId)
                        && told().equals(State.FAILED.text());
        if (!refused) {
            deeds.add(new Deed.Submit(appId));
        }
    }

    private void follow(Application app) {
        if (wantsSuspension() && !app.state().terminal()) {
            deeds.add(new Deed.Kill(app.id(), ApplicationStatus.SUSPENSION));
        }
        if (manifest.kind() == ResourceKind.CONNECT) {
            serve(app);
            return;
        }
        tell(ApplicationStatus.of(app, runs, manifest.status()));
        expire(app);
    }

    /// Its Service leads to what runs now before the status says so.
    private void serve(Application app) {
        String service = ConnectService.name(manifest);
        ObjectNode status = ConnectStatus.of(app, service, runs, now, manifest.status());
        boolean begun = status.path("server").has("serviceName");
        if (begun && !status.path("server").equals(manifest.status().path("server"))) {
            deeds.add(new Deed.Serve(ConnectService.of(manifest), app.id()));
        }
        tell(status);
    }

    private void expire(Application app) {
        JsonNode seconds = manifest.spec().path("timeToLiveSeconds");
        Instant ended = app.endedAt().orElse(null);
        if (seconds.isIntegralNumber()
                && ended != null
                && ApplicationStatus.state(app) != State.SUSPENDED
                && !now.isBefore(ended.plus(Duration.ofSeconds(seconds.asLong())))) {
            deeds.add(new Deed.Delete(manifest.kind(), manifest.name()));
        }
    }

    private void tell(State state, @Nullable String error) {
        if (manifest.kind() == ResourceKind.APPLICATION) {
            tell(ApplicationStatus.bare(state, error));
        }
    }

    private void tell(ObjectNode status) {
        if (status.equals(manifest.status())) {
            return;
        }
        if (manifest.kind() == ResourceKind.APPLICATION) {
            String state = status.path("applicationState").path("state").asText();
            if (!state.equals(told())) {
                events(State.of(state), status);
            }
        }
        // Last: once the status is told, nothing says any more that events are still to be.
        deeds.add(new Deed.Tell(status));
    }

    private String told() {
        return manifest.status().path("applicationState").path("state").asText();
    }

    private void events(State state, ObjectNode status) {
        String name = manifest.name();
        String why = status.path("applicationState").path("errorMessage").asText();
        String pod = status.path("driverInfo").path("podName").asText();
        switch (state) {
            case SUBMITTED -> {
                String id = status.path("submissionID").asText();
                event("SparkApplicationSubmitted", name + " was submitted as " + id);
            }
            case RUNNING -> event("SparkDriverRunning", "driver " + pod + " is running");
            case PENDING_RERUN ->
                    event("SparkApplicationPendingRerun", name + " is to be run again");
            case COMPLETED -> {
                event("SparkDriverCompleted", "driver " + pod + " completed");
                event("SparkApplicationCompleted", name + " completed");
            }
            case FAILED -> {
                String sentence = name + " failed: " + why;
                deeds.add(new Deed.Event(true, "SparkApplicationFailed", sentence));
            }
            case SUSPENDING -> event("SparkApplicationSuspending", name + " is being suspended");
            case SUSPENDED -> event("SparkApplicationSuspended", name + " is suspended");
            case NEW, SUBMISSION_FAILED, INVALIDATING, SUCCEEDING, FAILING -> {
                // What follows from them is told.
            }
        }
    }

    private void event(String reason, String message) {
        deeds.add(new Deed.Event(false, reason, message));
    }
}
