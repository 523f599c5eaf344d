package io.spindrift.history.issue;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.Issue;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.ingest.LogIntake;
import io.spindrift.history.issue.Examples.Example;
import io.spindrift.history.store.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every rule of the catalogue fires on its example and lets be what is near it; the table in
/// `RULES.md` tells all of them.
final class CatalogueTest {
    private static final Path TABLE = Path.of("RULES.md");

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> rule_firesOnItsExample() {
        return Examples.all().stream()
                .map(example ->
                        DynamicTest.dynamicTest(
                                example.ruleId(), () -> fires(example, issues(example.fires()))));
    }

    @TestFactory
    Stream<DynamicTest> rule_letsBeWhatIsNearIt() {
        return Examples.all().stream()
                .map(example ->
                        DynamicTest.dynamicTest(
                                example.ruleId(),
                                () ->
                                        assertThat(issues(example.doesNot()))
                                                .extracting(Issue::ruleId)
                                                .doesNotContain(example.ruleId())));
    }

    @Test
    void everyRule_hasAnExample_andAnIdOfItsOwn() {
        List<String> ids = IssueRules.catalogue().stream().map(About::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Examples.all().stream().map(Example::ruleId).distinct())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void table_tellsEveryRule_asItIs() throws IOException {
        Files.writeString(Path.of("target", "RULES.md"), table());

        assertThat(Files.readString(TABLE))
                .as("RULES.md is made from the rules: copy target/RULES.md over it")
                .isEqualTo(table());
    }

    @Test
    void logsOfSmallRuns_tellNoWaste() {
        for (String log : LogFixtures.names()) {
            assertThat(ofLog(log))
                    .as(log)
                    .extracting(Issue::ruleId)
                    .isSubsetOf(
                            "idle-cores",
                            "application-failed",
                            "exception",
                            "failed-job",
                            "failed-sql",
                            "failed-stage",
                            "idle-cores");
        }
    }

    private List<Issue> ofLog(String log) {
        try (TestStore test = new TestStore(folder.resolve("db-" + log));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve(log)), "daily");
            intake.poll();
            return IssueRules.issues(test.store.facts(RUN).orElseThrow());
        }
    }

    private static void fires(Example example, List<Issue> issues) {
        assertThat(issues).extracting(Issue::ruleId).contains(example.ruleId());
        About about =
                IssueRules.catalogue().stream()
                        .filter(each -> each.id().equals(example.ruleId()))
                        .findFirst()
                        .orElseThrow();
        for (Issue issue : issues) {
            if (issue.ruleId().equals(example.ruleId())) {
                assertThat(issue.ruleVersion()).isEqualTo(about.version());
                assertThat(issue.severity()).isLessThanOrEqualTo(about.severity());
                assertThat(issue.title()).isNotBlank();
                assertThat(issue.advice()).isNotBlank();
                assertThat(issue.evidence()).isNotEmpty();
                assertThat(issue.costCoreMillis()).isNotNegative();
            }
        }
    }

    private static List<Issue> issues(Facts facts) {
        return IssueRules.issues(facts.facts());
    }

    private static String table() {
        String rows =
                IssueRules.catalogue().stream()
                        .map(about ->
                                "| `%s` | %d | %s | %s | %s | %s |%n"
                                        .formatted(
                                                about.id(),
                                                about.version(),
                                                about.severity().name().toLowerCase(Locale.ROOT),
                                                about.fires(),
                                                about.cost(),
                                                about.origin()))
                        .collect(Collectors.joining());
        return """
        # Issues that are looked for

        Made from the rules themselves (`CatalogueTest` holds it to them). The severity is the worst that a rule finds.
        An *error* is work that failed for good, a *warning* what Spark mended by itself or a waste worth an hour's look,
        an *info* a waste too small to act on, or a setting to think about. The cost is in core hours; of memory a GiB counts
        as a tenth of a core, as clouds price them. A rule's version rises when its thresholds or words do.

        | Issue | Version | Severity | Fires when | Cost | Rule of |
        |---|---|---|---|---|---|
        """
                + rows;
    }
}
