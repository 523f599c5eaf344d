package io.spindrift.app;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplicationStoreTest {
    @TempDir Path folder;
    private Database database;
    private final List<Application> changes = new ArrayList<>();
    private ApplicationStore store;

    @BeforeEach
    void open() {
        database = Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0));
        store = new ApplicationStore(database, changes::add);
        store.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void get_afterReopening_isEqualInEveryField() {
        Application app = full("a");
        assertThat(store.insert(app)).isTrue();
        assertThat(store.get(app.key())).contains(app);
        ApplicationStore again = new ApplicationStore(database, changes::add);
        again.start();
        assertThat(again.summary(app.key())).contains(AppSummary.of(app));
        assertThat(again.summary(app.key())).isEqualTo(store.summary(app.key()));
        assertThat(again.find(app.internalId())).contains(app.key());
        assertThat(again.live()).hasSize(1);
    }

    @Test
    void insert_takenId_changesNothing() {
        store.insert(app("a"));
        assertThat(store.insert(app("a", "{'priority': 7}"))).isFalse();
        assertThat(store.get(new AppKey("local", "a")).orElseThrow().spec().priority()).isZero();
        assertThat(changes).hasSize(1);
    }

    @Test
    void update_sameValue_isNotTold() {
        store.insert(app("a"));
        store.update(new AppKey("local", "a"), app -> app);
        assertThat(changes).hasSize(1);
    }

    @Test
    void update_terminal_leavesTheLiveOnes() {
        store.insert(app("a"));
        store.update(
                new AppKey("local", "a"),
                app -> app.with(app.progress().entering(AppState.KILLED, T0, "killed"), T0));
        assertThat(store.live()).isEmpty();
        assertThat(store.all()).hasSize(1);
        assertThat(changes)
                .extracting(Application::state)
                .containsExactly(AppState.PENDING, AppState.KILLED);
    }

    @Test
    void update_unknown_isEmpty() {
        assertThat(store.update(new AppKey("local", "none"), app -> app)).isEmpty();
    }

    @Test
    void query_filtersSortsAndPages() {
        for (int i = 0; i < 30; i++) {
            store.insert(
                    app(
                            "app-" + i,
                            "{'labels': {'team': '" + (i % 2 == 0 ? "data" : "web") + "'}}",
                            T0.plusSeconds(i)));
        }
        AppPage page = store.query(query(Map.of("team", "data"), AppSort.CREATED, true, 2, 3), T0);
        assertThat(page.total()).isEqualTo(15);
        assertThat(page.items())
                .extracting(AppSummary::id)
                .containsExactly("app-24", "app-22", "app-20");
        assertThat(store.query(query(Map.of("team", ""), AppSort.ID, false, 0, 2), T0).items())
                .extracting(AppSummary::id)
                .containsExactly("app-0", "app-1");
        assertThat(store.query(query(Map.of("x", ""), AppSort.ID, false, 0, 2), T0).total())
                .isZero();
        assertThat(store.query(query(Map.of(), AppSort.ID, false, 100, 2), T0).items()).isEmpty();
    }

    @Test
    void query_pagesBehindEachOther_areTheWholeInOrder() {
        for (int i = 0; i < 50; i++) {
            store.insert(app("app-" + (i * 7) % 50, "{}", T0.plusSeconds(i % 5)));
        }
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < 60; offset += 7) {
            store.query(query(Map.of(), AppSort.CREATED, true, offset, 7), T0)
                    .items()
                    .forEach(app -> paged.add(app.id()));
        }
        assertThat(paged)
                .hasSize(50)
                .isEqualTo(
                        store
                                .query(query(Map.of(), AppSort.CREATED, true, 0, 20_000), T0)
                                .items()
                                .stream()
                                .map(AppSummary::id)
                                .toList());
    }

    @Test
    void ofJob_followsChanges() {
        store.insert(app("a"));
        store.insert(app("b"));
        assertThat(store.ofJob("etl")).hasSize(2);
        assertThat(store.ofJob("other")).isEmpty();
        Application seen = observed("seen", "daily");
        store.mirror(seen);
        assertThat(store.ofJob("daily")).extracting(AppSummary::id).containsExactly("seen");
        store.mirror(observed("seen", null));
        assertThat(store.ofJob("daily")).isEmpty();
        store.mirror(seen);
        store.forget(seen.key());
        assertThat(store.ofJob("daily")).isEmpty();
        assertThat(store.ofJob("etl")).hasSize(2);
    }

    @Test
    void before_hasEarlierRunsOfItsJob_newestFirst() {
        List.of(3, 1, 2, 4).forEach(i -> store.insert(app("run-" + i, "{}", T0.plusSeconds(i))));
        store.insert(app("at-once", "{}", T0.plusSeconds(3)));
        store.mirror(observed("other", "daily"));
        AppSummary third = store.summary(new AppKey("local", "run-3")).orElseThrow();
        assertThat(store.before(third))
                .extracting(AppSummary::id)
                .containsExactly("run-2", "run-1");
        store.update(
                new AppKey("local", "run-2"),
                app -> app.with(app.progress().entering(AppState.KILLED, T0, "killed"), T0));
        assertThat(store.before(third))
                .extracting(AppSummary::state)
                .containsExactly(AppState.KILLED, AppState.PENDING);
    }

    private static Application observed(String id, @Nullable String jobId) {
        Application app = app(id);
        Origin origin =
                new Origin(
                        new AppKey("yarn", id),
                        app.internalId(),
                        jobId,
                        id,
                        SubmissionSource.EVENT_LOG,
                        "amy",
                        "{}",
                        null);
        return new Application(origin, app.config(), app.progress(), app.figures(), T0);
    }

    @Test
    void query_unknownFigures_comeLastEitherWay() {
        store.insert(app("none"));
        store.insert(app("cheap"));
        store.insert(app("dear"));
        store.updateFigures(new AppKey("local", "cheap"), cost(1, 0), T0);
        store.updateFigures(new AppKey("local", "dear"), cost(2, 1), T0);
        assertThat(ids(AppSort.COST, true)).containsExactly("dear", "cheap", "none");
        assertThat(ids(AppSort.COST, false)).containsExactly("cheap", "dear", "none");
        assertThat(ids(AppSort.ISSUES, true).getFirst()).isEqualTo("dear");
    }

    @Test
    void query_everySort_isATotalOrder() {
        store.insert(full("a"));
        store.insert(app("b"));
        for (AppSort sort : AppSort.values()) {
            assertThat(AppSort.parse(sort.text())).contains(sort);
            assertThat(ids(sort, true)).hasSize(2);
        }
    }

    @Test
    void query_otherFilters_areAppliedTogether() {
        store.insert(full("a"));
        store.insert(app("b"));
        assertThat(total(Set.of(AppState.FAILED), "", null)).isEqualTo(0);
        assertThat(total(Set.of(AppState.PENDING), "", null)).isEqualTo(1);
        assertThat(total(Set.of(), "ETL", null)).isEqualTo(2);
        assertThat(total(Set.of(), "zzz", null)).isZero();
        assertThat(total(Set.of(), "", true)).isEqualTo(1);
        assertThat(total(Set.of(), "", false)).isEqualTo(1);
    }

    private int total(Set<AppState> states, String text, @Nullable Boolean hasIssues) {
        AppQuery query =
                new AppQuery(
                        Set.of("local"),
                        states,
                        Set.of("etl"),
                        Set.of("amy"),
                        Set.of("public-api"),
                        Set.of("4.3.0"),
                        Map.of(),
                        T0,
                        T0.plusSeconds(1),
                        hasIssues,
                        text,
                        AppSort.CREATED,
                        true,
                        0,
                        50);
        return store.query(query, T0).total();
    }

    private List<String> ids(AppSort sort, boolean descending) {
        return store.query(query(Map.of(), sort, descending, 0, 50), T0).items().stream()
                .map(AppSummary::id)
                .toList();
    }

    private static Figures cost(long nanos, int errors) {
        return new Figures(1L, nanos, 0.5, 0.1, 1L, 2L, 3L, errors, 0, 0);
    }

    private static AppQuery query(
            Map<String, String> labels, AppSort sort, boolean descending, int offset, int limit) {
        return new AppQuery(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                labels,
                null,
                null,
                null,
                "",
                sort,
                descending,
                offset,
                limit);
    }

    /// One with a value in every field.
    private static Application full(String id) {
        Instant later = T0.plusMillis(1234);
        Application app =
                app(id, "{'labels': {'team': 'data'}, 'image': 'x', 'sparkConf': {'a.b': '1'}}");
        Attempt first =
                Attempt.admitted(1, T0, later)
                        .on(new DriverNode("node1", later, true, later))
                        .withDriverStarted(later)
                        .withExecutorsReady(later)
                        .withSparkAppId("app-1")
                        .ended(later, 137, FailureClass.EVICTED, "killed by signal 9");
        Progress progress =
                app.progress()
                        .entering(AppState.RUNNING, later, "driver started")
                        .with(first)
                        .with(
                                Attempt.admitted(2, later, later)
                                        .hindered("no node")
                                        .on(new DriverNode("node2", later, null, null)))
                        .stopping(new StopOrder(AppState.KILLED, later, "asked by amy"))
                        .failing("it ran out of memory")
                        .retryingAt(later);
        return app.with(progress, later).with(cost(5, 2), later);
    }
}
