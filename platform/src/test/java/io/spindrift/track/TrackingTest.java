package io.spindrift.track;

import static io.spindrift.app.Apps.app;
import static io.spindrift.track.TrackerTest.admitted;
import static io.spindrift.track.TrackerTest.at;
import static io.spindrift.track.TrackerTest.driver;
import static io.spindrift.track.TrackerTest.executor;
import static io.spindrift.track.TrackerTest.exit;
import static io.spindrift.track.TrackerTest.sight;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.FailureClass;
import io.spindrift.app.Progress;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackingTest {
    private static final AppKey KEY = new AppKey("local", "a");
    private static final LaunchId FIRST = new LaunchId("a", 1);

    @TempDir Path folder;
    private Database database;
    private ApplicationStore apps;
    private StayLedger stays;
    private Tracking tracking;

    @BeforeEach
    void open() {
        database = Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0));
        apps = new ApplicationStore(database, app -> {});
        stays = new StayLedger(database);
        tracking = new Tracking(apps, stays, id -> new LogView(true, "app-1", false, 0, null));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void beat_fromLaunchToEnd_storesEveryStep() {
        apps.insert(admitted("{}"));
        assertThat(beat(1)).containsExactly(new Order.Launch(FIRST));
        assertThat(beat(3, sight(driver(at(2), null), executor(0, at(3))))).isEmpty();
        assertThat(state()).isEqualTo(AppState.RUNNING);
        Sighting driverEnded =
                sight(driver(at(2), exit(at(9), 0, ExitReason.COMPLETED)), executor(0, at(3)));
        assertThat(beat(10, driverEnded)).isEmpty();
        assertThat(state()).isEqualTo(AppState.COMPLETED);
        // The executor outlives its application, whose stay is still followed.
        assertThat(beat(11, driverEnded))
                .containsExactly(new Order.Kill(FIRST, "its application has ended"));
        Sighting over = sight(driver(at(2), exit(at(9), 0, ExitReason.COMPLETED)));
        assertThat(beat(12, over)).containsExactly(new Order.Forget(FIRST));
        assertThat(stays.of(KEY)).extracting(Stay::endedAt).containsExactly(at(9), at(12));
        assertThat(beat(13)).isEmpty();
    }

    @Test
    void beat_applicationsThatWait_areLeftAlone() {
        apps.insert(app("a"));
        assertThat(beat(1)).isEmpty();
        assertThat(state()).isEqualTo(AppState.PENDING);
    }

    @Test
    void beat_whatNobodyKnows_isEndedAndForgotten() {
        assertThat(beat(1, sight(driver(at(0), null))))
                .containsExactly(new Order.Kill(FIRST, "nobody knows it"));
        assertThat(beat(2, sight(driver(at(0), exit(at(1), 143, ExitReason.STOPPED)))))
                .containsExactly(new Order.Forget(FIRST));
    }

    @Test
    void beat_otherClusters_areNotTouched() {
        apps.insert(admitted("{}"));
        assertThat(tracking.beat("other", List.of(), at(5))).isEmpty();
    }

    @Test
    void failed_forFiveMinutes_givesUp() {
        apps.insert(admitted("{}"));
        tracking.failed(KEY, FIRST, null, "no disk", at(1));
        tracking.failed(KEY, FIRST, null, "no disk", at(300));
        beat(300);
        assertThat(state()).isEqualTo(AppState.PENDING);
        tracking.failed(KEY, FIRST, null, "no disk", at(301));
        beat(302);
        assertThat(state()).isEqualTo(AppState.FAILED);
        Progress progress = apps.get(KEY).map(Application::progress).orElseThrow();
        assertThat(progress.failure()).isEqualTo("no disk");
        assertThat(progress.attempts().getLast().failure()).isEqualTo(FailureClass.NOT_LAUNCHED);
    }

    @Test
    void failed_forWantOfQuota_isWaitedForLonger_andTriedAgainByItsPolicy() {
        apps.insert(admitted("{'restartPolicy': {'type': 'onInfrastructureFailure'}}"));
        tracking.failed(KEY, FIRST, ExitReason.QUOTA, "no room", at(1));
        tracking.failed(KEY, FIRST, ExitReason.QUOTA, "no room", at(900));
        beat(900);
        assertThat(apps.get(KEY).orElseThrow().holdsRoom()).isTrue();
        tracking.failed(KEY, FIRST, ExitReason.QUOTA, "no room", at(901));
        beat(901);
        Progress progress = apps.get(KEY).map(Application::progress).orElseThrow();
        assertThat(progress.attempts().getLast().failure()).isEqualTo(FailureClass.QUOTA);
        assertThat(progress.retryAt()).isEqualTo(at(911));
        assertThat(state()).isEqualTo(AppState.PENDING);
    }

    @Test
    void stays_ofAnApplication_areItsOwn() {
        apps.insert(admitted("{}"));
        beat(3, sight(driver(at(2), null)));
        assertThat(stays.of(KEY)).hasSize(1);
        assertThat(stays.of(new AppKey("local", "aa"))).isEmpty();
    }

    private List<Order> beat(long second, Sighting... sightings) {
        return tracking.beat("local", List.of(sightings), at(second));
    }

    private AppState state() {
        return apps.get(KEY).orElseThrow().state();
    }
}
