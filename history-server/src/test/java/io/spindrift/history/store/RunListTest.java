package io.spindrift.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.RunStore.ExecutorSums;
import io.spindrift.history.store.RunStore.RunRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RunListTest {
    private final RunList runs = new RunList();

    @Test
    void newest_comeFirst_inPages() {
        for (int i = 0; i < 10; i++) {
            runs.put(run("app-" + i, "amy", i * 1000L));
        }

        Page<AppRun> page = runs.find(query(null, RunQuery.Sort.STARTED, true, 2, 3));
        assertThat(ids(page)).containsExactly("app-7", "app-6", "app-5");
        assertThat(page.total()).isEqualTo(10);
        assertThat(ids(runs.find(query(null, RunQuery.Sort.STARTED, false, 0, 2))))
                .containsExactly("app-0", "app-1");
    }

    @Test
    void startThatChanges_movesTheRun() {
        runs.put(run("app-1", "amy", 0));
        runs.put(run("app-2", "amy", 5000));
        runs.put(run("app-1", "amy", 9000));

        assertThat(ids(runs.find(RunQuery.newest(10)))).containsExactly("app-1", "app-2");
        runs.remove(new RunId("app-1", 1));
        assertThat(ids(runs.find(RunQuery.newest(10)))).containsExactly("app-2");
        assertThat(runs.attempts("app-1")).isEmpty();
    }

    @Test
    void top_isWhatSortingAllWouldTell() {
        for (int i = 0; i < 500; i++) {
            runs.put(run("app-" + i, "user-" + i * 7 % 13, i % 50 * 1000L));
        }
        for (RunQuery.Sort sort : RunQuery.Sort.values()) {
            Page<AppRun> all = runs.find(query("ER-1", sort, true, 0, 20_000));
            Page<AppRun> some = runs.find(query("ER-1", sort, true, 10, 25));
            assertThat(some.total()).isEqualTo(all.total()).isLessThan(500);
            assertThat(some.items()).isEqualTo(all.items().subList(10, 35));
        }
    }

    @Test
    void attempts_areFoundByOurIdAndBySparks() {
        runs.put(run("etl", "amy", 0));
        AppRun second = run(new RunId("etl", 2), "spark-9", "amy", 10);
        runs.put(second);

        assertThat(runs.attempts("etl"))
                .extracting(run -> run.id().attempt())
                .containsExactly(2, 1);
        assertThat(runs.attempts("spark-9")).containsExactly(second);
        runs.put(run(new RunId("etl", 2), "spark-10", "amy", 10));
        assertThat(runs.attempts("spark-9")).isEmpty();
        assertThat(runs.attempts("spark-10")).hasSize(1);
    }

    @Test
    void lastEnded_comeFirst_andThoseThatRunLast() {
        runs.put(run("old", "amy", 0));
        runs.put(run("new", "amy", 9000));
        runs.put(running("live", 99_000));
        runs.put(running("ends", 10));
        runs.put(run("ends", "amy", 5000));
        runs.put(run("gone", "amy", 7000));
        runs.remove(new RunId("gone", 1));

        assertThat(runs.lastEnded().map(run -> run.id().appId()))
                .containsExactly("new", "ends", "old", "live");
    }

    private static AppRun running(String id, long startMillis) {
        AppState state = new AppState(new RunId(id, 1), null);
        state.startMillis = startMillis;
        return AppRuns.of(row(state), 0);
    }

    private static RunRow row(AppState state) {
        return new RunRow(
                state, "", LogPosition.START, 0, true, ExecutorSums.NONE, IssueCounts.NONE);
    }

    private static List<String> ids(Page<AppRun> page) {
        return page.items().stream().map(run -> run.id().appId()).toList();
    }

    private static AppRun run(String id, String user, long startMillis) {
        return run(new RunId(id, 1), "", user, startMillis);
    }

    private static AppRun run(RunId id, String sparkId, String user, long startMillis) {
        AppState state = new AppState(id, null);
        state.sparkAppId = sparkId;
        state.user = user;
        state.startMillis = startMillis;
        state.endMillis = startMillis + 10;
        state.state = RunState.ENDED;
        return AppRuns.of(row(state), 0);
    }

    private static RunQuery query(
            @Nullable String name, RunQuery.Sort sort, boolean descending, int offset, int limit) {
        return new RunQuery(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                name,
                null,
                null,
                null,
                null,
                false,
                sort,
                descending,
                offset,
                limit);
    }
}
