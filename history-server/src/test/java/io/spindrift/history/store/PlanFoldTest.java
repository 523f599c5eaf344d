package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.SqlPlanVersion;
import io.spindrift.history.SqlRun;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans before those that hold.
final class PlanFoldTest {
    private static final String UI = "'Event':'org.apache.spark.sql.execution.ui.SparkListenerSQL";

    @TempDir Path folder;

    private static SparkEvent start() {
        return event(
                "{%sExecutionStart','executionId':0,'description':'q','physicalPlanDescription':'plan 1','sparkPlanInfo':{'nodeName':'node 1','simpleString':'node 1'},'time':1000}"
                        .formatted(UI));
    }

    private static SparkEvent changed(int version, String text) {
        return event(
                "{%sAdaptiveExecutionUpdate','executionId':0,'physicalPlanDescription':'%s','sparkPlanInfo':{'nodeName':'node %d','simpleString':'node %d'}}"
                        .formatted(UI, text, version, version));
    }

    private static SparkEvent job(int id) {
        return event(
                "{'Event':'SparkListenerJobEnd','Job ID':%d,'Completion Time':%d,'Job Result':{'Result':'JobSucceeded'}}"
                        .formatted(id, 2000 + id));
    }

    @Test
    void everyPlan_isKeptWithItsTime() {
        List<SparkEvent> events =
                List.of(start(), job(1), changed(2, "plan 2"), job(7), changed(3, "plan 3"));
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, events, 1);

            assertThat(test.store.sqlPlans(RUN, 0))
                    .extracting(SqlPlanVersion::version, SqlPlanVersion::since)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, Instant.ofEpochMilli(1000)),
                            org.assertj.core.groups.Tuple.tuple(2, Instant.ofEpochMilli(2001)),
                            org.assertj.core.groups.Tuple.tuple(3, Instant.ofEpochMilli(2007)));
            SqlPlanVersion second = test.store.sqlPlan(RUN, 0, 2).orElseThrow();
            assertThat(second.text()).isEqualTo("plan 2");
            assertThat(second.nodes()).extracting(SqlRun.PlanNode::name).containsExactly("node 2");
            assertThat(test.store.sqlPlan(RUN, 0, 3).orElseThrow().text()).isEqualTo("plan 3");
            assertThat(test.store.sqlPlan(RUN, 0, 4)).isEmpty();
            assertThat(test.store.sqlPlans(RUN, 1)).isEmpty();
        }
    }

    @Test
    void ofAQueryThatReplansWithoutEnd_firstAndLastAreThere() {
        String text = "x".repeat(100_000);
        List<SparkEvent> events = new ArrayList<>(List.of(start()));
        for (int version = 2; version <= 1000; version++) {
            events.add(changed(version, text));
        }
        try (TestStore test = new TestStore(folder.resolve("a"));
                TestStore other = new TestStore(folder.resolve("b"))) {
            FoldLogs.grow(test, events, 33);
            FoldLogs.grow(other, events, events.size());

            List<SqlPlanVersion> plans = test.store.sqlPlans(RUN, 0);
            assertThat(plans).hasSizeBetween(40, 202);
            assertThat(plans.getFirst().version()).isEqualTo(1);
            assertThat(plans.getLast().version()).isEqualTo(1000);
            assertThat(test.store.sqlPlan(RUN, 0, 1).orElseThrow().text()).isEqualTo("plan 1");
            assertThat(test.store.sqlPlan(RUN, 0, 150).orElseThrow().text()).isEmpty();
            assertThat(test.store.sqlPlan(RUN, 0, 150).orElseThrow().nodes()).hasSize(1);
            assertThat(test.store.dump(RUN)).isEqualTo(other.store.dump(RUN));
        }
    }

    @Test
    void realLog_hasAsManyPlansAsItSays() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            FoldLogs.read(test, FoldLogs.events("sql-4.3", folder));

            List<SqlRun> queries = test.store.sqls(RUN, 0, 100).items();
            assertThat(queries).anyMatch(query -> query.planVersions() > 2);
            for (SqlRun query : queries) {
                List<SqlPlanVersion> plans = test.store.sqlPlans(RUN, query.id());
                assertThat(plans).hasSize(query.planVersions());
                SqlPlanVersion last =
                        test.store.sqlPlan(RUN, query.id(), query.planVersions()).orElseThrow();
                assertThat(last.text()).isEqualTo(query.planText());
                assertThat(last.nodes()).isEqualTo(query.nodes());
            }
        }
    }
}
