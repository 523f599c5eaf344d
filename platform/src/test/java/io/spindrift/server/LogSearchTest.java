package io.spindrift.server;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.app;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.history.LogLines.Line;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.LogSpot;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each beat, of which the platform has one a second, finds what was written before it.
final class LogSearchTest {
    private static final AppKey KEY = new AppKey("local", "etl-1");
    private static final long PLENTY = 1 << 20;

    @TempDir Path folder;
    private final WrittenLog log = new WrittenLog();
    private Database database;
    private ApplicationStore apps;
    private LuceneIndex index;
    private LogSearch search;

    @BeforeEach
    void open() {
        database =
                Database.open(
                        folder.resolve("db"), DatabaseSettings.standard().withReservedDiskBytes(0));
        apps = new ApplicationStore(database, app -> {});
        apps.start();
        apps.insert(app(KEY.appId()));
        apps.update(KEY, app -> app.with(app.progress().with(Attempt.admitted(1, T0, T0)), T0));
        start(PLENTY);
    }

    private void start(long bytesOfRunMax) {
        index = LuceneIndex.open(folder.resolve("index"));
        HistoryStore none =
                new HistoryStore(database, facts -> List.of(), index, (run, path) -> List.of());
        none.start();
        if (index.madeAnew()) {
            index.fill(none);
        }
        search = new LogSearch("local", apps, log, index, bytesOfRunMax, UTC);
    }

    @AfterEach
    void close() {
        index.close();
        database.close();
    }

    @Test
    void beat_ofALogThatGrows_findsEachLineOnce() {
        log.write("first line\nsecond ");
        search.beat();
        assertThat(lines("line")).containsExactly("first line");

        log.write("line\n");
        search.beat();
        search.beat();
        assertThat(lines("line")).containsExactly("first line", "second line");

        log.write("a further line\n".repeat(200));
        search.beat();
        log.write("the last line");
        search.beat();
        assertThat(count("line")).isEqualTo(202);
        end();
        search.beat();

        assertThat(count("line")).isEqualTo(203);
        assertThat(hits("\"the last\""))
                .extracting(Hit::spot)
                .containsExactly(new LogSpot("stderr", 202, log.size() - "the last line".length()));
    }

    @Test
    void beat_afterARestart_goesOnWhereItStood() {
        log.write("a line\n".repeat(100));
        search.beat();
        index.commit();
        log.write("a line that was not committed\n");
        search.beat();
        index.close();
        int reads = log.reads;

        start(PLENTY);
        log.write("a line\n");
        search.beat();

        assertThat(count("line")).isEqualTo(102);
        assertThat(log.firstRead(reads)).isEqualTo(64L * "a line\n".length());
    }

    @Test
    void beat_afterTheIndexWasLost_fillsItAgainFromKeptLogs() throws IOException {
        log.write("a line\n".repeat(100));
        end();
        search.beat();
        index.close();
        try (Stream<Path> files = Files.list(folder.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        start(PLENTY);
        search.beat();

        assertThat(count("line")).isEqualTo(100);
    }

    @Test
    void beat_ofLogsThatAreRead_readsThemNeverAgain() {
        log.write("a line\n");
        end();
        search.beat();
        index.close();
        int reads = log.reads;

        start(PLENTY);
        for (int beat = 0; beat < 40; beat++) {
            search.beat();
        }

        assertThat(log.reads).isEqualTo(reads);
        assertThat(count("line")).isEqualTo(1);
    }

    @Test
    void beat_ofLinesWithTimes_tellsWhenTheyWereWritten() {
        log.write("26/11/21 09:30:01 INFO A: line\n26/99/99 09:30:01 no time\n\tat line\n");
        search.beat();

        assertThat(hits("line").getFirst().at()).isEqualTo(T0.plusSeconds(30 * 60 + 1));
        assertThat(new LineTimes(UTC).newest(List.of(new Line("plain", 6)), T0)).isEqualTo(T0);
    }

    @Test
    void beat_ofALogBeyondItsBound_stopsThere() {
        search = new LogSearch("local", apps, log, index, 1_000, UTC);
        log.write("0123456789\n".repeat(500));
        search.beat();
        log.write("a late line\n");
        end();
        search.beat();

        assertThat(count("line")).isZero();
        assertThat(count("0123456789")).isBetween(1_000L / 11, 500L);
    }

    @Test
    void beat_ofALogWhoseMiddleIsGone_goesOnBehindIt() {
        log.write("a line\n".repeat(64));
        search.beat();
        log.write("rotated away\n");
        log.drop(log.size());
        log.write("a line\n");
        search.beat();

        assertThat(count("line")).isEqualTo(65);
        assertThat(count("rotated")).isZero();
    }

    @Test
    void beat_ofALogInSeveralFiles_cutsNoLineInTwo() {
        log.fileBytes = 1_000;
        for (int i = 0; i < 200; i++) {
            log.write("line \u00e4 " + (1_000 + i) + "\n");
        }
        search.beat();
        log.write("long " + "x".repeat(1_500) + "\nline z\n");
        search.beat();
        end();
        search.beat();

        assertThat(count("line")).isEqualTo(201);
        assertThat(count("\"line \u00e4\"")).isEqualTo(200);
        assertThat(count("kind:log")).isEqualTo(202);
        for (int i = 0; i < 200; i++) {
            assertThat(lines(String.valueOf(1_000 + i)))
                    .containsExactly("line \u00e4 " + (1_000 + i));
        }
    }

    @Test
    void search_forALineOfAnApplication_tellsWhereItStands(@TempDir Path home) {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.submitted("logged");
            JsonNode hit =
                    platform.await(
                            "/ocean/spark/search?q=log:two",
                            item -> item.path("kind").asText().equals("log"));

            assertThat(hit.path("appId").asText()).isEqualTo("logged");
            assertThat(hit.path("appState").asText()).isEqualTo("RUNNING");
            assertThat(hit.path("stream").asText()).isEqualTo("stderr");
            assertThat(hit.path("line").asInt()).isEqualTo(2);
            assertThat(hit.path("offset").asInt()).isEqualTo("line one\n".length());
        }
    }

    private void end() {
        log.live = false;
        apps.update(
                KEY,
                app ->
                        app.with(
                                app.progress()
                                        .entering(AppState.FAILED, T0.plusSeconds(9), "it broke"),
                                T0.plusSeconds(9)));
    }

    private List<String> lines(String text) {
        return hits(text).stream().map(Hit::title).toList();
    }

    private List<Hit> hits(String text) {
        return groups(text).stream().flatMap(group -> group.hits().stream()).toList();
    }

    private long count(String text) {
        return groups(text).stream().mapToLong(Group::total).sum();
    }

    private List<Group> groups(String text) {
        return index.search(new SearchQuery(text, Set.of(Kind.LOG), Map.of(), null, null, 0, 50))
                .groups();
    }

    /// The driver's standard error.
    private static final class WrittenLog implements Logs {
        private final StringBuilder text = new StringBuilder();
        private final List<Long> offsets = new ArrayList<>();
        private boolean live = true;
        private int reads;
        private int keptFrom;
        private int fileBytes = Integer.MAX_VALUE;

        void write(String more) {
            text.append(more);
        }

        int size() {
            return text.length();
        }

        /// All before this is no longer kept.
        void drop(int before) {
            keptFrom = before;
        }

        long firstRead(int after) {
            return offsets.get(after);
        }

        @Override
        public List<LogFile> list(LaunchId id) {
            return List.of(
                    new LogFile(
                            id,
                            ContainerId.DRIVER,
                            LogStream.STDERR,
                            bytes().length,
                            bytes().length,
                            live));
        }

        @Override
        public Optional<LogChunk> read(
                LaunchId id, ContainerId container, LogStream stream, long offset, int maxBytes) {
            reads++;
            offsets.add(offset);
            byte[] bytes = bytes();
            int from = (int) Math.min(Math.max(offset, keptFrom), bytes.length);
            int to = Math.min(bytes.length, from + maxBytes);
            to = (int) Math.min(to, (from / fileBytes + 1L) * fileBytes);
            return Optional.of(new LogChunk(from, Arrays.copyOfRange(bytes, from, to), live));
        }

        private byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void remove(LaunchId id) {}
    }
}
