package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs whose log has no end.
final class RunEndTest {
    private static final List<SparkEvent> LOG =
            List.of(
                    event(
                            "{'Event':'SparkListenerApplicationStart','App Name':'s','App ID':'app-1','Timestamp':1000,'User':'amy'}"),
                    event(
                            "{'Event':'SparkListenerJobStart','Job ID':0,'Submission Time':5000,'Stage Infos':[],'Stage IDs':[],'Properties':{}}"));

    @TempDir Path folder;

    private TestStore test;

    @BeforeEach
    void begin() {
        test = new TestStore(folder);
        FoldLogs.grow(test, LOG, 1);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private AppRun run() {
        return test.store.run(RUN).orElseThrow();
    }

    private RunWriter writer() {
        return test.store.open(RUN, "log", null);
    }

    @Test
    void driverKnownToHaveEnded_isCutOffThen() {
        writer().finish(FoldLogs.at(2), 9000);

        assertThat(run().state()).isEqualTo(RunState.CUT_OFF);
        assertThat(run().endedAt()).isEqualTo(Instant.ofEpochMilli(9000));
    }

    /// A log may have been copied long after: when it was written last says nothing of its run.
    @Test
    void logThatStandsStill_isIncomplete_asOfItsNewestEvent() {
        writer().standsStill(1_000_000);
        writer().finish(FoldLogs.at(2), writer().driverEndedMillis());

        assertThat(test.store.jobs(RUN))
                .extracting(JobRun::status)
                .containsExactly(JobRun.JobStatus.UNKNOWN);
        AppRun run = run();
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.endedAt()).isEqualTo(Instant.ofEpochMilli(5000));
        assertThat(run.endReason()).contains("no longer grows");
    }

    @Test
    void logClosedWithoutTheEnd_isIncomplete() {
        writer().finish(FoldLogs.at(2), 0);

        AppRun run = run();
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.endReason()).contains("its last part is missing");
    }

    @Test
    void endThatTheLogTells_needsNoReason() {
        RunWriter writer = writer();
        writer.apply(event("{'Event':'SparkListenerApplicationEnd','Timestamp':8000}"));
        writer.finish(FoldLogs.at(3), 0);

        AppRun run = run();
        assertThat(run.state()).isEqualTo(RunState.ENDED);
        assertThat(run.endReason()).isNull();
    }
}
