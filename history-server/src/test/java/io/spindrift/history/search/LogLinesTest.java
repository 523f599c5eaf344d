package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.Line;
import io.spindrift.history.LogLines.LogPlace;
import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.LogSpot;
import io.spindrift.history.SearchResult.Piece;
import io.spindrift.history.SearchResult.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogLinesTest {
    private static final RunId ETL = new RunId("etl-1", 1);
    private static final RunId REPORT = new RunId("report-1", 1);

    @TempDir Path folder;
    private LuceneIndex index;

    @BeforeEach
    void open() {
        index = LuceneIndex.open(folder);
        index.filled();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void putRunsAndLines() {
        index.put(
                SearchedRuns.run("etl-1", "amy", 1, "join orders", "java.lang.OutOfMemoryError"),
                List.of());
        index.put(SearchedRuns.run("report-1", "bob", 0, "count visits", null), List.of());
        index.put(
                lines(
                        ETL,
                        "driver",
                        LogPlace.START,
                        "INFO SparkContext: Running Spark version 4.3.0",
                        "ERROR TaskSchedulerImpl: Lost executor 3 on host-7: Container killed",
                        "WARN TaskSetManager: Lost task 1.0 in stage 2.0 (executor 5)",
                        "INFO jdbc password=hunter2 accepted"));
        index.put(
                lines(
                        REPORT,
                        "executor-2",
                        new LogPlace(1_000, 20),
                        "INFO Executor: lost nothing",
                        "WARN BlockManager: Putting block broadcast_12_piece0 failed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log:\"lost executor\"|1",
                "lost executor|3",
                "log:lost|3",
                "log:lost log:executor|3",
                "log:lost -host|2",
                "log:lost user:amy|2",
                "log:lost -user:amy|1",
                "log:lost state:failed|2",
                "log:taskset*|1",
                "log:broadcast_12_piece0|1",
                "log:host-7|1",
                "(killed OR failed) kind:log|2",
                "kind:log|6",
                "user:bob kind:log|2",
                "log:lost error:OutOfMemory|2",
                "log:lost sql:visits|1",
                "(log:killed OR user:bob) kind:log|3",
                "log:nothing app:etl-1|0",
            })
    void search_forWordsOfLines_findsLinesThatHaveThem(String text, int lines) {
        putRunsAndLines();

        assertThat(total(search(text), Kind.LOG)).isEqualTo(lines);
    }

    @Test
    void search_forALine_tellsWhereItStands() {
        putRunsAndLines();

        Hit hit = hits(search("log:\"putting block\""), Kind.LOG).getFirst();

        assertThat(hit.run()).isEqualTo(REPORT);
        assertThat(hit.key()).isEqualTo("executor-2");
        assertThat(hit.spot())
                .isEqualTo(
                        new LogSpot(
                                "stderr", 21, 1_000 + "INFO Executor: lost nothing\n".length()));
        assertThat(hit.fragments().getFirst().pieces())
                .contains(new Piece("Putting", true), new Piece("block", true));
    }

    @Test
    void put_ofLinesWithSecrets_keepsThemOut() {
        putRunsAndLines();

        assertThat(search("hunter2").groups()).isEmpty();
        assertThat(hits(search("log:accepted"), Kind.LOG).getFirst().title())
                .doesNotContain("hunter2");
    }

    @Test
    void put_ofTheRunAgain_keepsItsLines() {
        putRunsAndLines();

        index.put(SearchedRuns.run("etl-1", "amy", 0, "join orders", null), List.of());

        assertThat(total(search("log:lost state:completed user:amy"), Kind.LOG)).isEqualTo(2);
        assertThat(total(search("log:lost state:failed"), Kind.LOG)).isZero();
    }

    @Test
    void put_ofLinesOfARunWithoutAnEventLog_isFound() {
        index.put(lines(ETL, "driver", LogPlace.START, "ERROR cannot find main class"));

        assertThat(total(search("\"main class\""), Kind.LOG)).isEqualTo(1);
        assertThat(total(search("\"main class\" user:amy"), Kind.LOG)).isZero();
    }

    @Test
    void remove_ofARun_removesItsLines() {
        putRunsAndLines();
        index.over(ETL);

        index.remove(ETL);

        assertThat(total(search("log:lost"), Kind.LOG)).isEqualTo(1);
        assertThat(index.isOver(ETL)).isFalse();
        assertThat(index.next(ETL, "driver", "stderr")).isEqualTo(LogPlace.START);
    }

    @Test
    void next_goesOnBehindFullPieces_andReplacesTheOthers() {
        String[] many =
                IntStream.range(0, LogLines.MAX).mapToObj(i -> "line " + i).toArray(String[]::new);
        LogLines full = lines(ETL, "driver", LogPlace.START, many);
        index.put(full);
        assertThat(index.next(ETL, "driver", "stderr")).isEqualTo(full.to());

        index.put(lines(ETL, "driver", full.to(), "first of the next"));
        assertThat(index.next(ETL, "driver", "stderr")).isEqualTo(full.to());
        index.put(lines(ETL, "driver", full.to(), "first of the next", "and one more"));

        assertThat(total(search("kind:log"), Kind.LOG)).isEqualTo(LogLines.MAX + 2);
        assertThat(index.next(ETL, "executor-1", "stderr")).isEqualTo(LogPlace.START);
    }

    @Test
    void next_afterARestart_isWhatWasCommitted() {
        putRunsAndLines();
        index.over(REPORT);
        index.commit();
        index.close();

        open();

        assertThat(index.next(REPORT, "executor-2", "stderr")).isEqualTo(new LogPlace(1_000, 20));
        assertThat(index.isOver(REPORT)).isTrue();
        assertThat(index.isOver(ETL)).isFalse();
    }

    @Test
    void search_withOffset_countsLines() {
        putRunsAndLines();

        List<Hit> all = hits(search("kind:log"), Kind.LOG);
        SearchResult second =
                index.search(new SearchQuery("kind:log", Set.of(), Map.of(), null, null, 3, 2));

        assertThat(hits(second, Kind.LOG)).isEqualTo(all.subList(3, 5));
    }

    @Test
    void search_forWhatStandsEverywhere_countsToABoundAndApplicationsToTheLast() {
        putRunsAndLines();
        index.put(lines(REPORT, "driver", LogPlace.START, "a common line of the other run"));
        long pieces = Found.COUNTED_MAX / LogLines.MAX + 100;
        for (int piece = 0; piece < pieces; piece++) {
            index.put(
                    new LogLines(
                            ETL,
                            "driver",
                            "stderr",
                            new LogPlace(piece * 1_000L, piece * 64L),
                            Collections.nCopies(64, new Line("common line " + piece, 10)),
                            SearchedRuns.START.plusSeconds(piece)));
        }

        SearchResult found = search("\"common line\"");

        Group group = found.groups().getFirst();
        assertThat(group.total()).isEqualTo(Found.COUNTED_MAX);
        assertThat(group.exact()).isFalse();
        assertThat(group.hits()).hasSize(50);
        assertThat(group.hits()).allMatch(hit -> hit.title().equals("common line " + (pieces - 1)));
        assertThat(values(found, "user")).containsOnly(new Value("amy", 1), new Value("bob", 1));
        assertThat(values(found, "kind"))
                .containsExactly(new Value("log", Found.COUNTED_MAX, false));
        assertThat(search("\"common line\" user:bob").groups().getFirst().exact()).isTrue();
    }

    @Test
    void put_ofALongLine_keepsAsMuchAsTheSettingsSay(@TempDir Path other) {
        SearchSettings settings =
                new SearchSettings(
                        List.of(),
                        run -> RunLabels.NONE,
                        true,
                        SearchBounds.STANDARD.withLineLengthMax(100));
        try (LuceneIndex bounded = LuceneIndex.open(other, settings)) {
            LogLines line =
                    lines(ETL, "driver", LogPlace.START, "begin " + "x ".repeat(60) + " end");
            bounded.put(line);
            index.put(line);

            SearchQuery end = new SearchQuery("end", Set.of(), Map.of(), null, null, 0, 50);
            assertThat(bounded.search(end).groups()).isEmpty();
            assertThat(index.search(end).groups()).hasSize(1);
        }
    }

    @Test
    void search_forTooManyBeginnings_asksForMore() {
        for (int piece = 0; piece < 40; piece++) {
            int from = piece * 64;
            index.put(
                    lines(
                            ETL,
                            "driver",
                            new LogPlace(from * 100L, from),
                            IntStream.range(from, from + 64)
                                    .mapToObj(i -> "x" + i)
                                    .toArray(String[]::new)));
        }

        assertThatThrownBy(() -> search("log:x*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "more than 1024 words in log lines begin with x; write more of the word");
        assertThat(total(search("log:x12*"), Kind.LOG)).isEqualTo(111);
    }

    private static LogLines lines(RunId run, String container, LogPlace from, String... texts) {
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new Line(text, text.getBytes(StandardCharsets.UTF_8).length + 1));
        }
        return new LogLines(run, container, "stderr", from, lines, SearchedRuns.START);
    }

    private SearchResult search(String text) {
        return index.search(new SearchQuery(text, Set.of(), Map.of(), null, null, 0, 50));
    }

    private static List<Value> values(SearchResult result, String facet) {
        return result.facets().stream()
                .filter(each -> each.name().equals(facet))
                .flatMap(each -> each.values().stream())
                .toList();
    }

    private static long total(SearchResult result, Kind kind) {
        return result.groups().stream()
                .filter(group -> group.kind() == kind)
                .mapToLong(Group::total)
                .sum();
    }

    private static List<Hit> hits(SearchResult result, Kind kind) {
        return result.groups().stream()
                .filter(group -> group.kind() == kind)
                .findFirst()
                .map(Group::hits)
                .orElse(List.of());
    }
}
