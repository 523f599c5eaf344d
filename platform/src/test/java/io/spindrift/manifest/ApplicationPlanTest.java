package io.spindrift.manifest;

import static io.spindrift.app.Apps.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Apps;
import io.spindrift.app.Attempt;
import io.spindrift.app.StopOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans for one object, against a platform of maps that carries them out at once.
final class ApplicationPlanTest implements Runs {
    private final Map<String, Application> apps = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> served = new ArrayList<>();
    private ObjectNode object;
    private boolean gone;

    @BeforeEach
    void apply() throws IOException {
        object = (ObjectNode) ManifestTest.small("{}");
    }

    @Test
    void newObject_isHeldAndSubmittedOnce() {
        beat();
        assertThat(apps).hasSize(1);
        assertThat(object.at("/metadata/finalizers/0").asText())
                .isEqualTo(ApplicationPlan.FINALIZER);
        beat();
        assertThat(state()).isEqualTo("SUBMITTED");
        assertThat(status("submissionID")).isEqualTo(only().id());
        assertThat(only().id()).matches("small-[0-9a-f]{8}-[0-9a-f]{6}");
        assertThat(plan()).as("nothing more is to be done").isEmpty();
    }

    @Test
    void plan_afterARestart_submitsNothingTwice() {
        beat();
        object.remove("status");
        assertThat(plan()).noneMatch(Deed.Submit.class::isInstance);
    }

    @Test
    void life_isToldInTheOperatorsWords() {
        beat();
        change(app -> app.with(app.progress().with(Attempt.admitted(1, T0, T0)), T0));
        beat();
        assertThat(state()).isEqualTo("SUBMITTED");
        change(app -> app.with(app.progress().entering(AppState.RUNNING, T0, "runs"), T0));
        beat();
        assertThat(state()).isEqualTo("RUNNING");
        assertThat(object.at("/status/executorState/exec-1").asText()).isEqualTo("RUNNING");
        assertThat(object.at("/status/driverInfo/podName").asText()).isEqualTo("driver-1");
        assertThat(object.at("/status/executionAttempts").asInt()).isEqualTo(1);
        change(app -> {
            Attempt attempt = app.progress().lastAttempt().orElseThrow();
            return app.with(app.progress().with(attempt.ended(T0, 0, null, "ended")), T0);
        });
        beat();
        assertThat(state()).isEqualTo("SUCCEEDING");
        end(AppState.COMPLETED);
        beat();
        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(status("terminationTime")).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(object.at("/status/executorState/exec-1").asText()).isEqualTo("COMPLETED");
        assertThat(events)
                .containsExactly(
                        "SparkApplicationSubmitted",
                        "SparkDriverRunning",
                        "SparkDriverCompleted",
                        "SparkApplicationCompleted");
    }

    @Test
    void plan_cutOffAfterAnyDeed_losesNoEvent() {
        beat();
        end(AppState.COMPLETED);
        List<Deed> whole = plan();
        assertThat(whole).filteredOn(Deed.Event.class::isInstance).hasSize(2);
        for (int done = 0; done < whole.size(); done++) {
            whole.subList(0, done).forEach(this::carryOut);
            assertThat(plan()).as("after %d of them", done).isEqualTo(whole);
        }
    }

    @Test
    void failure_isToldWithItsReason() {
        beat();
        change(app -> app.with(app.progress().failing("it divides by 0"), T0));
        end(AppState.FAILED);
        beat();
        assertThat(state()).isEqualTo("FAILED");
        assertThat(object.at("/status/applicationState/errorMessage").asText())
                .isEqualTo("it divides by 0");
        assertThat(events).contains("!SparkApplicationFailed");
    }

    @Test
    void connectServer_isReady_onceItsExecutorsAre() {
        beat();
        Attempt begun = Attempt.admitted(1, T0, T0).withDriverStarted(T0);
        change(app -> app.with(app.progress().with(begun), T0));
        change(app -> app.with(app.progress().entering(AppState.RUNNING, T0, "runs"), T0));
        ObjectNode none = Apps.json("{}");
        assertThat(ConnectStatus.of(only(), "s", this, T0, none).path("state").asText())
                .isEqualTo("NotReady");
        change(app -> app.with(app.progress().with(begun.withExecutorsReady(T0)), T0));
        ObjectNode status = ConnectStatus.of(only(), "s", this, T0, none);
        assertThat(status.path("state").asText()).isEqualTo("Ready");
        assertThat(status.at("/server/serviceName").asText()).isEqualTo("s");
        assertThat(ConnectStatus.of(only(), "s", this, T0.plusSeconds(9), status))
                .isEqualTo(status);
    }

    @Test
    void connectServer_hasAServiceOfOneName_ledToEachAttempt() throws IOException {
        object = (ObjectNode) ManifestTest.connect();
        beat();
        assertThat(served).isEmpty();
        change(app -> app.with(app.progress().with(Attempt.admitted(1, T0, T0)), T0));
        beat();
        beat();
        assertThat(served).containsExactly(only().id());
        assertThat(object.at("/status/server/serviceName").asText()).isEqualTo("shared-server");
        change(app -> app.with(app.progress().with(Attempt.admitted(2, T0, T0)), T0));
        beat();
        assertThat(served).hasSize(2);
        ObjectNode service = ConnectService.of(manifest());
        assertThat(service.at("/spec/type").asText()).isEqualTo("NodePort");
        assertThat(service.at("/spec").has("selector")).isFalse();
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(15002);
        assertThat(service.at("/metadata/labels/team").asText()).isEqualTo("data");
        assertThat(service.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo("u-2");
    }

    @Test
    void refusal_isTold_andNotTriedAgain_untilTheSpecChanges() {
        Manifest manifest = manifest();
        List<Deed> refused =
                ApplicationPlan.refused(manifest, RunNames.of(manifest, 1), "no such thing");
        refused.forEach(this::carryOut);
        assertThat(state()).isEqualTo("FAILED");
        assertThat(plan()).noneMatch(Deed.Submit.class::isInstance);
        spec().put("mainClass", "Other");
        assertThat(plan()).anyMatch(Deed.Submit.class::isInstance);
    }

    @Test
    void changedSpec_endsTheOldAndBeginsAnother() {
        beat();
        String first = only().id();
        spec().put("mainClass", "Other");
        beat();
        assertThat(find(first)).map(Application::state).contains(AppState.KILLED);
        assertThat(state()).isEqualTo("INVALIDATING");
        beat();
        assertThat(apps).hasSize(2);
        assertThat(status("submissionID")).isNotEqualTo(first);
    }

    @Test
    void timeToLiveAlone_changesNothingThatRuns() {
        beat();
        spec().put("timeToLiveSeconds", 60);
        beat();
        assertThat(only().state()).isEqualTo(AppState.PENDING);
    }

    @Test
    void suspend_ends_andResumeBeginsAnew() {
        beat();
        spec().put("suspend", true);
        beat();
        beat();
        assertThat(state()).isEqualTo("SUSPENDED");
        assertThat(plan()).isEmpty();
        spec().put("suspend", false);
        beat();
        assertThat(apps).hasSize(2);
        beat();
        assertThat(state()).isEqualTo("SUBMITTED");
        assertThat(status("submissionID")).endsWith("-2");
        spec().put("suspend", true);
        beat();
        beat();
        spec().put("suspend", false);
        beat();
        assertThat(apps).hasSize(3);
    }

    @Test
    void suspendedFromTheStart_isNotSubmitted() {
        spec().put("suspend", true);
        beat();
        assertThat(apps).isEmpty();
        assertThat(state()).isEqualTo("SUSPENDED");
    }

    @Test
    void deletion_waitsForTheEnd() {
        beat();
        object.withObjectProperty("metadata").put("deletionTimestamp", "2026-11-21T09:00:00Z");
        assertThat(plan()).hasSize(1).first().isInstanceOf(Deed.Kill.class);
        beat();
        assertThat(plan()).containsExactly(new Deed.Hold(false));
    }

    @Test
    void timeToLive_deletesTheObject_soLongAfterTheEnd() {
        spec().put("timeToLiveSeconds", 60);
        beat();
        end(AppState.COMPLETED);
        beat();
        assertThat(ApplicationPlan.of(manifest(), this, T0.plusSeconds(59))).isEmpty();
        assertThat(ApplicationPlan.of(manifest(), this, T0.plusSeconds(60)))
                .containsExactly(new Deed.Delete(ResourceKind.APPLICATION, "small"));
    }

    @Test
    void names_ofLongAndStrangeResources_areIds() {
        object.withObjectProperty("metadata")
                .put("name", "a.very.long.name-of.an-application".repeat(5));
        assertThat(RunNames.of(manifest(), 999)).hasSizeLessThanOrEqualTo(46);
        assertThat(AppIds.validAppId(RunNames.of(manifest(), 999))).isTrue();
    }

    private List<Deed> plan() {
        return ApplicationPlan.of(manifest(), this, T0);
    }

    private void beat() {
        plan().forEach(this::carryOut);
    }

    private void carryOut(Deed deed) {
        switch (deed) {
            case Deed.Submit submit -> apps.put(submit.appId(), Apps.app(submit.appId()));
            case Deed.Kill kill ->
                    apps.computeIfPresent(
                            kill.appId(), (_, app) -> killed(app, "killed by " + kill.why()));
            case Deed.Tell tell -> object.set("status", tell.status());
            case Deed.Event event -> events.add((event.warning() ? "!" : "") + event.reason());
            case Deed.Hold hold -> {
                object.withObjectProperty("metadata").remove("finalizers");
                if (hold.held()) {
                    object.withObjectProperty("metadata")
                            .putArray("finalizers")
                            .add(ApplicationPlan.FINALIZER);
                }
            }
            case Deed.Delete _ -> gone = true;
            case Deed.Serve serve -> served.add(serve.appId());
            case Deed.Make _ -> throw new AssertionError("nothing is made");
        }
    }

    private static Application killed(Application app, String why) {
        return app.with(
                app.progress()
                        .stopping(new StopOrder(AppState.KILLED, T0, why))
                        .entering(AppState.KILLED, T0, why),
                T0);
    }

    private Manifest manifest() {
        assertThat(gone).isFalse();
        return Manifest.of(object);
    }

    private ObjectNode spec() {
        return object.withObjectProperty("spec");
    }

    private void change(UnaryOperator<Application> change) {
        apps.replaceAll((_, app) -> change.apply(app));
    }

    private void end(AppState state) {
        change(app -> app.with(app.progress().entering(state, T0, "ended"), T0));
    }

    private Application only() {
        assertThat(apps).hasSize(1);
        return apps.values().iterator().next();
    }

    private String state() {
        return object.at("/status/applicationState/state").asText();
    }

    private String status(String field) {
        return object.path("status").path(field).asText();
    }

    @Override
    public Optional<Application> find(String appId) {
        return Optional.ofNullable(apps.get(appId));
    }

    @Override
    public List<String> live(String prefix) {
        return apps.values().stream()
                .filter(app -> !app.state().terminal() && app.id().startsWith(prefix))
                .map(Application::id)
                .toList();
    }

    @Override
    public String driverPod(Application app) {
        return "driver-" + app.progress().attempts().size();
    }

    @Override
    public Map<String, String> executorPods(Application app) {
        return app.state() == AppState.RUNNING ? Map.of("exec-1", "RUNNING") : Map.of();
    }
}
