package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.RunLabels;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchSuggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionTest {
    @TempDir Path folder;
    private LuceneIndex index;

    @BeforeEach
    void open() {
        index =
                LuceneIndex.open(
                        folder,
                        new SearchSettings(
                                List.of(Pattern.compile("card \\d{4}")),
                                run ->
                                        run.appId().startsWith("etl")
                                                ? new RunLabels("prod", "Python", 2_500_000L)
                                                : RunLabels.NONE,
                                true));
        index.put(SearchedRuns.run("etl-1", "amy", 1, "join card 1234", "Broken"), List.of());
        index.put(SearchedRuns.run("etl-2", "amy", 0, "join orders", null), List.of());
        index.put(SearchedRuns.run("report-1", "Anna Lee", 0, "count", null), List.of());
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sta|state:,stage:,started:",
                "user:amy sta|state:,stage:,started:",
                "user:a|user:amy,user:\"Anna Lee\"",
                "-user:an|user:\"Anna Lee\"",
                "state:c|state:COMPLETED",
                "type:|type:Python",
                "app:etl|app:etl-1,app:etl-2",
                "conf:spark.sql.sh|conf:spark.sql.shuffle.partitions=",
                "kind:s|kind:stage,kind:sql",
                "cost:|cost:>1,cost:<0.10",
                "nosuch:|",
                "sql:\"user:|",
            })
    void complete_offersFieldsAndTheirValues(String text, String words) {
        String offered =
                String.join(
                        ",", index.complete(text).stream().map(SearchSuggestion::word).toList());

        assertThat(offered).startsWith(words == null ? "" : words);
        assertThat(offered.isEmpty()).isEqualTo(words == null);
    }

    @Test
    void complete_keepsWhatStandsBefore_andCounts() {
        SearchSuggestion first = index.complete("join (-user:a").getFirst();

        assertThat(first).isEqualTo(new SearchSuggestion("join (-user:amy", "user:amy", "", 2L));
    }

    @Test
    void search_byWhatThePlatformKnows_findsRuns() {
        assertThat(runs("cost:>2")).isEqualTo(2);
        assertThat(runs("cost:>3")).isZero();
        assertThat(runs("cluster:prod type:python")).isEqualTo(2);
        assertThat(runs("-cluster:prod")).isEqualTo(1);
    }

    @Test
    void search_withAFacetChosen_stillCountsItsOtherValues() {
        SearchResult result =
                index.search(
                        new SearchQuery(
                                "",
                                Set.of(Kind.APPLICATION),
                                Map.of("user", Set.of("amy"), "state", Set.of("FAILED")),
                                null,
                                null,
                                0,
                                10));

        assertThat(facet(result, "state"))
                .containsOnly(Map.entry("FAILED", 1L), Map.entry("COMPLETED", 1L));
        assertThat(facet(result, "user")).containsOnly(Map.entry("amy", 1L));
        assertThat(facet(result, "cluster")).containsOnly(Map.entry("prod", 1L));
        assertThat(result.groups().getFirst().total()).isEqualTo(1);
    }

    @Test
    void put_ofWhatTheSettingsName_keepsItOut() {
        assertThat(search("1234").groups()).isEmpty();
        assertThat(search("sql:join").groups().getFirst().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usr:amy|there is no field usr; did you mean user: (in quotes",
                "state:faild|there is no state faild; did you mean failed?",
                "kind:logs|there is no kind logs; did you mean log?",
                "cost:>cheap|cost: takes an amount such as 1.50",
                "conf:|nothing follows conf: — a property, as key=value, key or value",
            })
    void search_forWhatThereIsNot_saysWhatWouldBeRight(String text, String message) {
        assertThatThrownBy(() -> search(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private SearchResult search(String text) {
        return index.search(new SearchQuery(text, Set.of(), Map.of(), null, null, 0, 50));
    }

    private long runs(String text) {
        return search(text).groups().stream()
                .filter(group -> group.kind() == Kind.APPLICATION)
                .mapToLong(SearchResult.Group::total)
                .sum();
    }

    private static Map<String, Long> facet(SearchResult result, String name) {
        return result.facets().stream()
                .filter(facet -> facet.name().equals(name))
                .flatMap(facet -> facet.values().stream())
                .collect(
                        java.util.stream.Collectors.toMap(
                                SearchResult.Value::value, SearchResult.Value::count));
    }
}
