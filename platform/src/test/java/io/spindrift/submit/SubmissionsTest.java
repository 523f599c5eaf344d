package io.spindrift.submit;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.json;
import static io.spindrift.app.Apps.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.ConfigTemplate;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.Job;
import io.spindrift.app.JobStore;
import io.spindrift.app.PlatformDefaults;
import io.spindrift.app.Problem;
import io.spindrift.app.SubmissionSource;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubmissionsTest {
    private static final Submitter AMY = new Submitter("amy", SubmissionSource.CLI);
    private static final String PY = "'mainApplicationFile': 'local:///a.py'";

    @TempDir Path folder;
    private Database database;
    private ApplicationStore apps;
    private ConfigTemplateStore templates;
    private JobStore jobs;
    private Submissions submissions;

    @BeforeEach
    void open() {
        database = Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0));
        apps = new ApplicationStore(database, app -> {});
        templates = new ConfigTemplateStore(database);
        jobs = new JobStore(database);
        ClusterStore clusters = new ClusterStore(database);
        clusters.start(T0);
        StubRuntime runtime = new StubRuntime();
        submissions =
                new Submissions(
                        new SubmitSettings(5),
                        apps,
                        jobs,
                        clusters,
                        new Configuration(
                                new PlatformDefaults("4.3.0"), templates, jobs, id -> runtime),
                        id -> runtime,
                        InstantSource.fixed(T0),
                        new Random(3));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void submit_goodRequest_isStoredPendingWithItsJob() {
        Application app = submit("{'jobId': 'etl', 'configOverrides': {" + PY + "}}").app();
        assertThat(app.state()).isEqualTo(AppState.PENDING);
        assertThat(app.id()).matches("etl-20261121090000-[0-9a-z]{5}");
        assertThat(app.internalId().version()).isEqualTo(4);
        assertThat(app.origin().source()).isEqualTo(SubmissionSource.CLI);
        assertThat(apps.get(app.key())).contains(app);
        assertThat(jobs.get("etl")).isPresent();
    }

    @Test
    void submit_sameIdAndRequest_isTheSameApplication() {
        String body = "{'jobId': 'etl', 'appId': 'x', 'configOverrides': {" + PY + "}}";
        Submitted first = submit(body);
        Submitted second =
                submit("{'configOverrides': {" + PY + "}, 'appId': 'x', 'jobId': 'etl'}");
        assertThat(first).isInstanceOf(Submitted.Created.class);
        assertThat(second).isEqualTo(new Submitted.Existing(first.app()));
        assertThat(apps.all()).hasSize(1);
    }

    @Test
    void submit_sameIdOtherRequest_isAConflict() {
        submit("{'jobId': 'etl', 'appId': 'x', 'configOverrides': {" + PY + "}}");
        assertThatThrownBy(() ->
                        submit(
                                "{'jobId': 'etl', 'appId': 'x', 'configOverrides': {"
                                        + PY
                                        + ", 'priority': 1}}"))
                .isInstanceOf(AppConflictException.class)
                .hasMessageContaining("'x'");
    }

    @Test
    void submit_wrongShape_namesEverything() {
        assertThat(codes("[]")).containsExactly("WRONG_TYPE@");
        assertThat(codes("{'jobID': 'etl', 'appId': 'A B', 'configOverrides': 3}"))
                .containsExactlyInAnyOrder(
                        "UNKNOWN_FIELD@jobID",
                        "MISSING_FIELD@jobId",
                        "INVALID_VALUE@appId",
                        "WRONG_TYPE@configOverrides");
        assertThat(codes("{'jobId': 7}")).containsExactly("WRONG_TYPE@jobId");
        assertThat(codes("{'jobId': '../x'}")).containsExactly("INVALID_VALUE@jobId");
    }

    @Test
    void submit_missingFile_isNamedWhereItWasGiven() {
        assertThat(
                        codes(
                                "{'jobId': 'etl', 'configOverrides':"
                                        + " {'mainApplicationFile': 'local:///missing.py'}}"))
                .containsExactly("NO_SUCH_FILE@configOverrides.mainApplicationFile");
    }

    @Test
    void submit_propertiesOfThePlatform_areRefusedByName() {
        assertThat(
                        codes(
                                "{'jobId': 'etl', 'configOverrides': {"
                                        + PY
                                        + ", 'sparkConf': {'spark.master': 'local',"
                                        + " 'spark.executor.memory': '9g', 'spark.x': '1'}}}"))
                .containsExactlyInAnyOrder(
                        "INVALID_VALUE@configOverrides.sparkConf.spark.master",
                        "INVALID_VALUE@configOverrides.sparkConf.spark.executor.memory");
    }

    @Test
    void submit_moreThanTheMachineHas_isRefusedWithTheNumbers() {
        InvalidRequestException refused =
                refused(
                        "{'jobId': 'etl', 'configOverrides': {"
                                + PY
                                + ", 'executor': {'cores': 64}}}");
        Problem problem = refused.problems().getFirst();
        assertThat(problem.code()).isEqualTo("DOES_NOT_FIT");
        assertThat(problem.message())
                .contains("51.4 cores")
                .contains("2 cores and 8 GiB")
                .contains("'local'");
    }

    @Test
    void submit_templateAndJob_areMerged() {
        templates.put(
                new ConfigTemplate(
                        "local", "small", "Small", json("{'priority': 3}"), "amy", T0, T0));
        jobs.put(new Job("etl", "etl", json("{" + PY + ", 'labels': {'a': 'job'}}"), T0, T0));
        Application app = submit("{'jobId': 'etl', 'configTemplateId': 'small'}").app();
        assertThat(app.spec().priority()).isEqualTo(3);
        assertThat(app.config().flatSources())
                .containsEntry("priority", "template")
                .containsEntry("labels.a", "job")
                .containsEntry("executor.instances", "default");
        assertThat(codes("{'jobId': 'etl', 'configTemplateId': 'smal'}"))
                .containsExactly("INVALID_VALUE@configTemplateId");
    }

    @Test
    void submit_fullQueue_isRefused() {
        for (int i = 0; i < 5; i++) {
            submitApp("app-" + i);
        }
        assertThatThrownBy(() -> submitApp("one-more")).isInstanceOf(QueueFullException.class);
        assertThat(submitApp("app-0")).isInstanceOf(Submitted.Existing.class);
    }

    @Test
    void submit_unknownCluster_isRefused() {
        assertThatThrownBy(() -> submissions.submit("nowhere", json("{}"), AMY))
                .isInstanceOf(UnknownClusterException.class);
    }

    @Test
    void admit_threeApplications_startsTwoAndStoresThatFirst() {
        for (int i = 0; i < 3; i++) {
            submitApp("app-" + i);
        }
        List<Application> admitted = submissions.admit("local", List.of());
        assertThat(admitted).extracting(Application::id).containsExactly("app-0", "app-1");
        assertThat(apps.get(admitted.getFirst().key()).orElseThrow().holdsRoom()).isTrue();
        assertThat(submissions.queue("local")).extracting(AppSummary::id).containsExactly("app-2");
        assertThat(submissions.queuePosition(key("app-2"))).contains(1);
        assertThat(submissions.queuePosition(key("app-0"))).isEmpty();
        assertThat(submissions.admit("local", List.of())).isEmpty();
        Launch launch = Submissions.launch(admitted.getFirst());
        assertThat(launch.id()).isEqualTo(new LaunchId("app-0", 1));
        assertThat(launch.user()).isEqualTo("amy");
    }

    @Test
    void kill_waiting_endsAtOnce() {
        submitApp("a");
        Application killed = submissions.kill(key("a"), "lea").orElseThrow();
        assertThat(killed.state()).isEqualTo(AppState.KILLED);
        assertThat(killed.progress().transitions().getLast().reason()).isEqualTo("killed by lea");
        assertThat(submissions.kill(key("a"), "bob")).contains(killed);
        assertThat(submissions.admit("local", List.of())).isEmpty();
        assertThat(submissions.kill(key("none"), "bob")).isEmpty();
    }

    @Test
    void kill_running_isAnOrder() {
        submitApp("a");
        submissions.admit("local", List.of());
        Application killed = submissions.kill(key("a"), "lea").orElseThrow();
        assertThat(killed.state()).isEqualTo(AppState.PENDING);
        assertThat(killed.progress().stop()).isNotNull();
    }

    @Test
    void rerun_application_isANewOneOfTheSameRequest() {
        Submitter ui = new Submitter("lea", SubmissionSource.UI);
        submitApp("a");
        Application again = submissions.rerun(key("a"), ui).orElseThrow();
        assertThat(again.id()).startsWith("etl-");
        assertThat(again.origin().rerunOf()).isEqualTo("a");
        assertThat(again.origin().user()).isEqualTo("lea");
        assertThat(again.spec()).isEqualTo(apps.get(key("a")).orElseThrow().spec());
        assertThat(submissions.rerun(key("none"), ui)).isEmpty();
    }

    @Test
    void check_goodRequest_showsConfigurationAndPlaceAndStoresNothing() {
        Check check =
                check(
                        "{'jobId': 'etl', 'configOverrides': {"
                                + PY
                                + ", 'driver': {'spot': true}}}");
        assertThat(check.accepted()).isTrue();
        assertThat(check.warnings())
                .extracting(Problem::fieldPath)
                .containsExactly("configOverrides.driver.spot");
        assertThat(check.config()).isNotNull();
        Check.Placement placement = Objects.requireNonNull(check.placement());
        assertThat(placement.startsNow()).isTrue();
        assertThat(placement.sentence())
                .isEqualTo(
                        "starts at once: it asks for 1 core and 2.8 GiB, and 2 cores and 8 GiB are"
                                + " free");
        assertThat(apps.all()).isEmpty();
    }

    @Test
    void check_busyCluster_tellsThePosition() {
        submitApp("a");
        submitApp("b");
        submitApp("c");
        submissions.admit("local", List.of());
        Check check = check("{'jobId': 'etl', 'configOverrides': {" + PY + "}}");
        assertThat(Objects.requireNonNull(check.placement()).queuePosition()).isEqualTo(2);
    }

    @Test
    void check_badRequest_isNotAccepted() {
        Check check =
                check(
                        "{'jobId': 'etl', 'configOverrides': {"
                                + PY
                                + ", 'executor': {'cores': 64}}}");
        assertThat(check.accepted()).isFalse();
        assertThat(check.problems()).extracting(Problem::code).containsExactly("DOES_NOT_FIT");
        assertThat(check.config()).isNotNull();
        assertThat(check("{'jobId': 'etl', 'configOverrides': {'x': 1}}").config()).isNull();
    }

    private Submitted submit(String body) {
        return submissions.submit("local", json(body), AMY);
    }

    private Submitted submitApp(String id) {
        return submit("{'jobId': 'etl', 'appId': '" + id + "', 'configOverrides': {" + PY + "}}");
    }

    private Check check(String body) {
        return submissions.check("local", json(body), AMY);
    }

    private List<String> codes(String body) {
        return refused(body).problems().stream()
                .map(problem -> problem.code() + "@" + problem.fieldPath())
                .toList();
    }

    private InvalidRequestException refused(String body) {
        InvalidRequestException refused =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> submissions.submit("local", node(body), AMY));
        assertThat(refused).as(body).isNotNull();
        return refused;
    }

    private static AppKey key(String id) {
        return new AppKey("local", id);
    }
}
