package io.spindrift.history.compare;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.RunFacts;
import io.spindrift.history.compare.Pair.Match;
import io.spindrift.history.compare.PlanDiff.Mark;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.store.TestStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ComparisonTest {
    @TempDir Path folder;

    static List<String> logs() {
        return LogFixtures.names();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void runWithItself_isAllTheSame(String log) {
        RunFacts facts = facts(log);

        Comparison same = Comparison.of(facts, facts);

        assertThat(same.config().changed()).isEmpty();
        assertThat(same.stages()).allMatch(stage -> stage.match() == Match.PLAN);
        assertThat(same.stages())
                .allSatisfy(stage -> assertThat(stage.base()).isEqualTo(stage.run()));
        assertThat(same.queries()).noneMatch(ComparedSql::planChanged);
        assertThat(same.figures())
                .allSatisfy(figure -> assertThat(figure.base()).isEqualTo(figure.run()));
    }

    @Test
    void oneProgramOnTwoSparks_hasItsStagesInPairs() {
        Comparison comparison = Comparison.of(facts("etl-3.5"), facts("etl-4.3"));

        assertThat(comparison.stages()).hasSize(7);
        assertThat(comparison.stages()).allMatch(stage -> stage.match() == Match.PLAN);
        assertThat(comparison.stages())
                .allSatisfy(stage -> assertThat(figure(stage, "tasks").ratio()).hasValue(1.0));
        assertThat(comparison.queries()).allMatch(query -> query.match() == Match.PLAN);
        assertThat(comparison.queries()).allMatch(ComparedSql::planChanged);
        assertThat(comparison.queries().getFirst().diff().lines())
                .filteredOn(line -> line.mark() == Mark.RUN)
                .allMatch(line -> line.text().contains("etl-4.3"));
        assertThat(comparison.config().changed())
                .extracting(ConfigDiff.Change::key)
                .contains("java.version", "spark.app.name")
                .doesNotContain("spark.app.id", "spark.driver.port");
    }

    private static Figure figure(ComparedStage stage, String name) {
        return stage.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plans_thatDiffer_keepWhatTheyHaveInCommon() {
        PlanDiff diff =
                PlanDiff.of(
                        List.of(line(0, "Project"), line(1, "SortMergeJoin"), line(2, "Scan a")),
                        List.of(
                                line(0, "Project"),
                                line(1, "BroadcastHashJoin"),
                                line(2, "Scan a"),
                                line(2, "BroadcastExchange")));

        assertThat(diff.lines())
                .extracting(PlanDiff.Line::mark)
                .containsExactly(Mark.BOTH, Mark.BASE, Mark.RUN, Mark.BOTH, Mark.RUN);
    }

    @Test
    void pairing_takesTheMostTellingKeyFirst_thenTheNext() {
        Pairing<String> pairing = new Pairing<>(List.of(Match.PLAN, Match.NAME));

        List<Pair<String>> pairs =
                pairing.pair(
                        List.of(
                                keyed("b1", "x", "n"),
                                keyed("b2", "y", "n"),
                                keyed("b3", "z", "m")),
                        List.of(
                                keyed("r1", "w", "n"),
                                keyed("r2", "x", "n"),
                                keyed("r3", "v", "k")));

        assertThat(pairs)
                .containsExactly(
                        new Pair<>(Match.PLAN, "b1", "r2"),
                        new Pair<>(Match.NAME, "b2", "r1"),
                        new Pair<>(Match.ONLY, "b3", null),
                        new Pair<>(Match.ONLY, null, "r3"));
    }

    private static Pairing.Keyed<String> keyed(String value, String... keys) {
        return new Pairing.Keyed<>(value, List.of(keys));
    }

    private static PlanLine line(int depth, String text) {
        return new PlanLine(depth, text, text);
    }

    private RunFacts facts(String log) {
        try (TestStore test = new TestStore(folder.resolve("db-" + log));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve(log)), "daily");
            intake.poll();
            return test.store.facts(RUN).orElseThrow();
        }
    }
}
