package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.ConnectSession;
import io.spindrift.history.ConnectSession.ConnectOperation;
import io.spindrift.history.ConnectSession.Door;
import io.spindrift.history.ConnectSession.OperationStatus;
import io.spindrift.history.Page;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectFoldTest {
    private static final String SERVICE =
            "{'Event':'org.apache.spark.sql.connect.service.SparkListenerConnect";

    @TempDir Path folder;

    private static SparkEvent started(int number) {
        return event(
                "%sOperationStarted','jobTag':'tag%d','operationId':'op%d','eventTime':%d,'sessionId':'s','userId':'amy','userName':'','statementText':'select %d','sparkSessionTags':['b','a']}"
                        .formatted(SERVICE, number, number, 1000 + number, number));
    }

    private static SparkEvent step(String step, int number, String more) {
        return event(
                "%sOperation%s','jobTag':'tag%d','operationId':'op%d','eventTime':%d%s}"
                        .formatted(SERVICE, step, number, number, 2000 + number, more));
    }

    @Test
    void operations_areNewestFirstAndPaged() {
        List<SparkEvent> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            events.add(started(i));
            events.add(step("Finished", i, ",'producedRowCount':" + i));
            events.add(step("Closed", i, ""));
        }
        events.add(started(25));
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, events, 4);

            Page<ConnectOperation> page = test.store.connectOperations(RUN, null, 1, 3);
            assertThat(page.total()).isEqualTo(26);
            assertThat(page.items())
                    .extracting(ConnectOperation::id)
                    .containsExactly("op24", "op23", "op22");
            ConnectOperation newest = page.items().getFirst();
            assertThat(newest.status()).isEqualTo(OperationStatus.SUCCEEDED);
            assertThat(newest.producedRows()).isEqualTo(24);
            assertThat(newest.tags()).containsExactly("a", "b");
            assertThat(test.store.connectOperations(RUN, "s", 25, 3).items())
                    .extracting(ConnectOperation::id)
                    .containsExactly("op0");
            assertThat(test.store.connectOperations(RUN, "t", 0, 3).total()).isZero();
            ConnectSession session = test.store.connectSessions(RUN).getFirst();
            assertThat(session.operations()).isEqualTo(26);
            assertThat(session.runningOperations()).isEqualTo(1);
        }
    }

    @Test
    void failure_staysOneWhenClosed() {
        List<SparkEvent> events =
                List.of(
                        started(0),
                        step("Failed", 0, ",'errorMessage':'no such table'"),
                        step("Closed", 0, ""),
                        started(1));
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.read(test, events);

            List<ConnectOperation> all = test.store.connectOperations(RUN, null, 0, 9).items();
            assertThat(all)
                    .extracting(ConnectOperation::status)
                    .containsExactly(OperationStatus.UNKNOWN, OperationStatus.FAILED);
            assertThat(all.get(1).error()).isEqualTo("no such table");
            assertThat(test.store.connectSessions(RUN).getFirst().failedOperations()).isEqualTo(1);
            assertThat(test.store.connectSessions(RUN).getFirst().runningOperations()).isZero();
        }
    }

    @Test
    void realLogOfConnect_tiesOperationsToJobsAndQueries() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            FoldLogs.read(test, FoldLogs.events("client-4.3", folder));

            assertThat(test.store.connectSessions(RUN))
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.door()).isEqualTo(Door.CONNECT);
                        assertThat(session.user()).isEqualTo("amy");
                        assertThat(session.operations()).isEqualTo(5);
                        assertThat(session.failedOperations()).isEqualTo(1);
                        assertThat(session.closedAt()).isNotNull();
                    });
            List<ConnectOperation> all = test.store.connectOperations(RUN, null, 0, 9).items();
            ConnectOperation first = all.getLast();
            assertThat(first.statement()).contains("sum(id) as total");
            assertThat(first.producedRows()).isEqualTo(1);
            assertThat(first.jobIds()).isNotEmpty();
            assertThat(first.sqlIds()).hasSize(1);
            assertThat(all)
                    .filteredOn(each -> each.status() == OperationStatus.FAILED)
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.error()).contains("no"));
        }
    }

    @Test
    void realLogOfThrift_isToldAlike() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            FoldLogs.read(test, FoldLogs.events("thrift-4.3", folder));

            assertThat(test.store.connectSessions(RUN))
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.door()).isEqualTo(Door.THRIFT);
                        assertThat(session.clientAddress()).isEqualTo("127.0.0.1");
                    });
            List<ConnectOperation> all = test.store.connectOperations(RUN, null, 0, 9).items();
            assertThat(all)
                    .extracting(ConnectOperation::status)
                    .containsExactly(OperationStatus.FAILED, OperationStatus.SUCCEEDED);
            assertThat(all.getLast().jobIds()).isNotEmpty();
            assertThat(all.getLast().parsedAt()).isNotNull();
        }
    }
}
