package io.spindrift.server;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.ApplicationStore;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnloggedRunsTest {
    private static final AppKey KEY = new AppKey("local", "etl-1");

    @TempDir Path folder;
    private Database database;
    private ApplicationStore apps;
    private LuceneIndex index;
    private UnloggedRuns runs;

    @BeforeEach
    void open() {
        database =
                Database.open(
                        folder.resolve("db"), DatabaseSettings.standard().withReservedDiskBytes(0));
        apps = new ApplicationStore(database, app -> {});
        apps.start();
        apps.insert(app(KEY.appId()));
        index = LuceneIndex.open(folder.resolve("index"));
        HistoryStore none =
                new HistoryStore(database, facts -> List.of(), index, (run, path) -> List.of());
        none.start();
        runs = new UnloggedRuns("local", apps, none, index);
    }

    @AfterEach
    void close() {
        index.close();
        database.close();
    }

    @Test
    void beat_afterAnApplicationWasKilledInTheQueue_findsItByItsFacts() {
        runs.beat();
        assertThat(hits("user:amy")).isEmpty();

        end(AppState.KILLED, null);
        runs.beat();

        assertThat(hits("state:killed user:amy job:etl duration:0s"))
                .extracting(Hit::run)
                .containsExactly(new RunId("etl-1", 1));
        assertThat(hits("state:failed")).isEmpty();
    }

    @Test
    void beat_afterAnApplicationFailedBeforeSparkBegan_findsItByTheReason() {
        runs.beat();
        end(AppState.FAILED, "there is no image registry/etl:7");
        runs.beat();

        assertThat(hits("state:failed \"no image\"")).hasSize(1);
    }

    @Test
    void beat_afterARestart_findsThoseThatEndedBefore() {
        end(AppState.KILLED, null);

        assertThat(runs.beat()).isFalse();

        assertThat(hits("state:killed")).hasSize(1);
    }

    @Test
    void search_forAnApplicationThatLeftNoLog_tellsWhereItIs(@TempDir Path home) {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.finished("broken", 3);
            JsonNode hit =
                    platform.await(
                            "/ocean/spark/search?q=state:failed%20app:broken",
                            item -> item.path("kind").asText().equals("application"));

            assertThat(hit.path("appId").asText()).isEqualTo("broken");
            assertThat(hit.path("clusterId").asText()).isEqualTo("local");
        }
    }

    private void end(AppState state, @Nullable String failure) {
        apps.update(
                KEY,
                app ->
                        app.with(
                                (failure == null ? app.progress() : app.progress().failing(failure))
                                        .entering(state, T0.plusSeconds(9), "it ended"),
                                T0.plusSeconds(9)));
    }

    private List<Hit> hits(String text) {
        return index
                .search(new SearchQuery(text, Set.of(), Map.of(), null, null, 0, 50))
                .groups()
                .stream()
                .flatMap(group -> group.hits().stream())
                .toList();
    }
}
