package io.spindrift.history.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.PeakMetric;
import io.spindrift.history.TaskMetric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EventParserTest {
    private static final int MUTATIONS = Integer.getInteger("spindrift.mutations", 100_000);

    @TempDir Path folder;

    private final EventParser parser = new EventParser();

    static List<String> logs() {
        List<String> logs = new ArrayList<>(LogFixtures.names());
        logs.addAll(LogFixtures.versions());
        logs.addAll(LogFixtures.unfinished());
        return logs;
    }

    @ParameterizedTest
    @MethodSource("logs")
    void scanner_readsWhatJacksonReads(String log) {
        int scanned = 0;
        int tasks = 0;
        for (byte[] line : LogFixtures.lines(LogFixtures.unpack(log, folder))) {
            SparkEvent tree = parser.parseTree(line, 0, line.length);
            assertThat(parser.parse(line, 0, line.length))
                    .usingRecursiveComparison()
                    .isEqualTo(tree);
            if (tree instanceof SparkEvent.TaskEnd || tree instanceof SparkEvent.TaskStart) {
                tasks++;
                scanned += new TaskScanner().scan(line, 0, line.length) != null ? 1 : 0;
            }
        }
        assertThat(tasks).isPositive();
        assertThat(scanned).as("most tasks take the fast path").isGreaterThan(tasks / 2);
    }

    @ParameterizedTest
    @MethodSource("logs")
    void everyLine_isAnEvent(String log) {
        Map<String, Integer> unknown = new TreeMap<>();
        for (byte[] line : LogFixtures.lines(LogFixtures.unpack(log, folder))) {
            SparkEvent event = parser.parse(line, 0, line.length);
            assertThat(event).isNotInstanceOf(SparkEvent.Malformed.class);
            if (event instanceof SparkEvent.Unknown other) {
                unknown.merge(other.name(), 1, Integer::sum);
            }
        }
        assertThat(unknown.keySet())
                .allMatch(name ->
                        name.contains("streaming")
                                || name.contains("Connect")
                                || name.contains("UnpersistRDD")
                                || name.contains("BlockUpdated"));
    }

    /// What the scanner takes, Jackson takes as the same; and a line ends where the next begins.
    @Test
    void brokenLines_areReadAsByJacksonAlone() {
        List<byte[]> lines = new ArrayList<>();
        for (String log : List.of("skew-4.3", "shop-3.5", "lost-4.1", "rolled-4.3")) {
            lines.addAll(LogFixtures.lines(LogFixtures.unpack(log, folder.resolve(log))));
        }
        lines.removeIf(line -> line.length > 20_000);
        Mutations mutations = new Mutations(lines, 4);
        int broken = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] line = mutations.next();
            SparkEvent tree = parser.parseTree(line, 0, line.length);
            SparkEvent event = parser.parse(line, 0, line.length);
            broken += tree instanceof SparkEvent.Malformed ? 1 : 0;
            if (tree instanceof SparkEvent.TaskEnd || tree instanceof SparkEvent.TaskStart) {
                assertThat(event).usingRecursiveComparison().isEqualTo(tree);
            } else {
                assertThat(event).hasSameClassAs(tree);
            }
            byte[] followed = Arrays.copyOf(line, line.length + 64);
            followed[line.length] = '\n';
            int end = parser.end(followed, 0, followed.length);
            assertThat(end < 0 || (followed[end] == '\n' && end <= line.length)).isTrue();
            if (end >= 0) {
                assertThat(Arrays.mismatch(followed, 0, end, line, 0, end)).isEqualTo(-1);
                parser.parse(followed, 0, end);
            }
        }
        assertThat(broken).isBetween(MUTATIONS / 4, MUTATIONS);
    }

    @Test
    void columns_areThoseOfHistory() {
        Map<String, Integer> task = new HashMap<>();
        MetricKeys.TASK.addColumnsTo(task);
        Map<String, Integer> peaks = new HashMap<>();
        MetricKeys.PEAKS.addColumnsTo(peaks);

        for (TaskMetric metric : TaskMetric.values()) {
            assertThat(task).containsEntry(metric.logName(), metric.column());
        }
        for (PeakMetric metric : PeakMetric.values()) {
            assertThat(peaks).containsEntry(metric.sparkName(), metric.column());
        }
        assertThat(TaskMetric.values()).hasSize(MetricKeys.TASK_COLUMNS);
        assertThat(PeakMetric.values()).hasSize(MetricKeys.PEAK_COLUMNS);
    }

    @Test
    void oddShapes_fallBackToJackson() {
        String usual =
                "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":3,\"Stage Attempt ID\":0,"
                        + "\"Task Type\":\"ResultTask\",\"Task End Reason\":{\"Reason\":\"Success\"},"
                        + "\"Task Info\":{\"Task ID\":7,\"Index\":1,\"Attempt\":0,\"Launch Time\":1000,"
                        + "\"Executor ID\":\"1\",\"Host\":\"h\",\"Locality\":\"ANY\",\"Speculative\":false,"
                        + "\"Finish Time\":1500,\"Accumulables\":[{\"ID\":5,\"Name\":\"mine\",\"Update\":\"1\",\"Value\":\"2\","
                        + "\"Internal\":false}]},\"Task Metrics\":{\"Executor Run Time\":400}}";
        for (String odd :
                List.of(
                        usual,
                        usual.replace("\"mine\"", "\"my \\\"own\\\" } name\""),
                        usual.replace("\"Update\":\"1\"", "\"Update\":[1,{\"a\":\"]\"}]"),
                        usual.replace("\"Update\":\"1\"", "\"Update\":3.5"),
                        usual.replace(":400", ":4.0e2"),
                        usual.replace(
                                "\"Task Info\":{", "\"Task Info\":{\"New\":{\"x\":[1,\"}\"]},"),
                        usual.replace(
                                "{\"Reason\":\"Success\"}",
                                "{\"Reason\":\"TaskKilled\",\"Kill Reason\":\"stage\"}"),
                        usual.replace(",", ", "))) {
            byte[] line = odd.getBytes(StandardCharsets.UTF_8);
            SparkEvent event = parser.parse(line, 0, line.length);

            assertThat(event)
                    .usingRecursiveComparison()
                    .isEqualTo(parser.parseTree(line, 0, line.length));
            assertThat(event)
                    .isInstanceOfSatisfying(
                            SparkEvent.TaskEnd.class,
                            end -> {
                                assertThat(end.task().finishMillis()).isEqualTo(1500);
                                assertThat(end.metrics()).isNotNull();
                                assertThat(end.task().accumulables().user()).hasSize(1);
                            });
        }
    }

    @Test
    void cutLines_areMalformed_neverThrown() {
        byte[] line =
                LogFixtures.lines(LogFixtures.unpack("sql-4.3", folder)).stream()
                        .filter(each ->
                                new String(each, 0, 40, StandardCharsets.UTF_8).contains("TaskEnd"))
                        .findFirst()
                        .orElseThrow();
        for (int length = 0; length < line.length; length++) {
            assertThat(parser.parse(line, 0, length)).isInstanceOf(SparkEvent.Malformed.class);
        }
    }

    @Test
    void whatIsNoEvent_isSaidSo() {
        for (String odd : List.of("", "x", "[]", "17", "null", "{\"Event\":7", "\u0000")) {
            byte[] line = odd.getBytes(StandardCharsets.UTF_8);
            assertThat(parser.parse(line, 0, line.length)).isInstanceOf(SparkEvent.Malformed.class);
        }
        byte[] foreign = "{\"Event\":\"org.acme.Thing\",\"a\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(parser.parse(foreign, 0, foreign.length))
                .isEqualTo(new SparkEvent.Unknown("org.acme.Thing"));
    }
}
