package io.spindrift.history.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeptAnswersTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static final RunTotals NOTHING =
            new RunTotals(
                    0,
                    0,
                    0,
                    0,
                    0,
                    TaskCounts.NONE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    TaskMetrics.NONE,
                    CoreTime.NONE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    IssueCounts.NONE);

    private final KeptAnswers kept = new KeptAnswers(400);
    private final ByteArrayOutputStream client = new ByteArrayOutputStream();

    @Test
    void answer_isKeptAsItWasSent() throws IOException {
        send(run("a", START), "/stages?", 30, true);

        assertThat(kept.of(run("a", START), "/stages?"))
                .isEqualTo(client.toByteArray())
                .hasSize(30);
        assertThat(kept.of(run("a", START), "/stages?status=failed")).isNull();
        assertThat(kept.of(run("b", START), "/stages?")).isNull();
    }

    @Test
    void runThatWasReadOn_isAskedAnew() throws IOException {
        send(run("a", START), "/stages?", 30, true);

        assertThat(kept.of(run("a", START.plusSeconds(1)), "/stages?")).isNull();
    }

    @Test
    void runThatGoesOn_isNotKept() throws IOException {
        send(run("a", null), "/stages?", 30, true);

        assertThat(kept.of(run("a", null), "/stages?")).isNull();
        assertThat(client.size()).isEqualTo(30);
    }

    @Test
    void answerThatBrokeOff_isNotKept() throws IOException {
        send(run("a", START), "/stages?", 30, false);

        assertThat(kept.of(run("a", START), "/stages?")).isNull();
    }

    @Test
    void longAnswer_isSentAndNotKept() throws IOException {
        send(run("a", START), "/stages?", 101, true);

        assertThat(kept.of(run("a", START), "/stages?")).isNull();
        assertThat(client.size()).isEqualTo(101);
    }

    @Test
    void fullCache_forgetsWhatWasAskedLongestAgo() throws IOException {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            send(run(id, START), "/stages?", 100, true);
        }
        kept.of(run("a", START), "/stages?");
        send(run("e", START), "/stages?", 100, true);

        assertThat(kept.of(run("a", START), "/stages?")).isNotNull();
        assertThat(kept.of(run("b", START), "/stages?")).isNull();
        assertThat(kept.of(run("e", START), "/stages?")).isNotNull();
    }

    private void send(AppRun run, String asked, int bytes, boolean whole) throws IOException {
        KeptAnswers.Recording recording = kept.recording(run, asked);
        OutputStream out = recording.through(client);
        out.write('[');
        out.write(new byte[bytes - 1]);
        if (whole) {
            recording.keep();
        }
    }

    private static AppRun run(String id, @Nullable Instant endedAt) {
        return new AppRun(
                new RunId(id, 1),
                "app-" + id,
                null,
                null,
                "etl",
                "amy",
                "4.3.0",
                START,
                endedAt,
                START,
                endedAt == null ? RunState.RUNNING : RunState.ENDED,
                null,
                false,
                false,
                null,
                null,
                false,
                NOTHING);
    }
}
