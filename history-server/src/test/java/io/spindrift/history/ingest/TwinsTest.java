package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.cloud.ObjectBody;
import io.spindrift.history.AppRun;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.eventlog.LogFixtures;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Applications that push, and whose logs lie in a source as well.
final class TwinsTest extends SourcesSetup {
    private static final String ME = "stream-1";
    private static final String PI = "local-1795252919164";

    @Test
    void pushedThenLogged_isOneRun_alsoAfterARestart() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        push(pushes, ROLLED_RUN, lines, 0, lines.size() / 2, false);
        beats(1);
        upload("rolled-4.3");
        beats(3);
        assertThat(only().id()).isEqualTo(ROLLED_RUN);
        assertThat(only().state()).isEqualTo(RunState.RUNNING);

        push(pushes, ROLLED_RUN, lines, lines.size() / 2, lines.size(), true);
        beats(5);
        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(rows.store.known(ROLLED_RUN).orElseThrow().log()).startsWith("" + folder);

        restart();
        pushes();
        beats(3);
        assertThat(only().id()).isEqualTo(ROLLED_RUN);
    }

    @Test
    void loggedThenPushed_isOneRun_andWhatWasPushedGoes() {
        upload("rolled-4.3");
        beats(1);
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        push(pushes, ROLLED_RUN, lines, 0, lines.size(), true);
        beats(5);

        assertThat(only().id()).isEqualTo(ROLLED_RUN);
        assertThat(rows.store.known(ROLLED_RUN).orElseThrow().log()).startsWith("mem://one");
        restart();
        pushes();
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(folder.resolve("pushed")).isEmptyDirectory();
    }

    @Test
    void pushedByADriverThatFellSilent_isReadFromItsLog_withTheMemoryThatWasSampled() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        push(pushes, ROLLED_RUN, lines, 0, lines.size() / 2, false);
        beats(2);
        pushes.sampled(ROLLED_RUN, List.of(new MemorySample("driver", now, 5, 0, 0, 9)));
        upload("rolled-4.3");
        beats(2);
        int jobs = only().totals().jobs();

        now = now.plusSeconds(3 * 3600);
        pushes.beat(now);
        beats(5);

        assertThat(only().state()).isEqualTo(RunState.ENDED);
        assertThat(only().totals().jobs()).isGreaterThanOrEqualTo(jobs);
        assertThat(rows.store.known(ROLLED_RUN).orElseThrow().log()).startsWith("mem://one");
        assertThat(rows.store.memory(ROLLED_RUN, 10)).hasSize(1);
    }

    @Test
    void pushedWithAGap_isReadFromItsLog() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = new ArrayList<>(lines("rolled-4.3"));
        lines.set(
                lines.size() - 3,
                "{\"Event\":\"io.spindrift.agent.EventsDropped\",\"count\":1}"
                        .getBytes(StandardCharsets.UTF_8));
        push(pushes, ROLLED_RUN, lines, 0, lines.size(), true);
        beats(3);
        assertThat(rows.store.logNotes(ROLLED_RUN).unknownByName()).isNotEmpty();

        upload("rolled-4.3");
        beats(5);

        assertThat(only().id()).isEqualTo(ROLLED_RUN);
        assertThat(rows.store.logNotes(ROLLED_RUN).unknownByName()).isEmpty();
    }

    @Test
    void silentDriver_isClosed_andGoesOnWhenItSpeaksAgain() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        push(pushes, ROLLED_RUN, lines, 0, 40, false);
        beats(2);
        now = now.plusSeconds(3601);
        pushes.beat(now);
        beats(3);
        assertThat(only().state()).isEqualTo(RunState.INCOMPLETE);

        push(pushes, ROLLED_RUN, lines, 40, lines.size(), true);
        beats(5);
        assertThat(only().state()).isEqualTo(RunState.ENDED);
    }

    @Test
    void otherApplicationOfTheSameId_isARunOfItsOwn() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        RunId taken = new RunId(PI, 1);
        push(pushes, taken, lines, 0, lines.size(), true);
        beats(2);
        upload("pi-4.3");
        beats(5);

        assertThat(runs()).hasSize(2);
        assertThat(runs()).extracting(AppRun::state).containsOnly(RunState.ENDED);
        assertThat(runs().stream().map(AppRun::id).sorted().toList().getLast().appId())
                .matches(PI + "\\.[0-9a-f]{8}");
        List<RunId> ids = runs().stream().map(AppRun::id).sorted().toList();
        restart();
        pushes();
        beats(3);
        assertThat(runs().stream().map(AppRun::id).sorted().toList()).isEqualTo(ids);
    }

    @Test
    void driverWithTheIdOfAnotherLog_isPassedOn() {
        upload("pi-4.3");
        beats(3);
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");

        assertThatThrownBy(() -> push(pushes, new RunId(PI, 1), lines, 0, lines.size(), true))
                .isInstanceOf(PushRefusedException.class);
        push(pushes, new RunId(PI, 2), lines, 0, lines.size(), true);
        beats(3);
        assertThat(runs()).hasSize(2);
    }

    @Test
    void logThatNeverTellsItsStart_isARunOfItsOwn_inTheEnd() {
        PushedLogs pushes = pushes();
        List<byte[]> lines = lines("rolled-4.3");
        push(pushes, ROLLED_RUN, lines, 0, lines.size(), true);
        beats(3);
        store.put(
                ROLLED_RUN.appId(),
                ObjectBody.of("{\"Event\":\"x\"}\n".getBytes(StandardCharsets.UTF_8)));
        beats(30);
        assertThat(runs()).hasSize(1);
        beats(40);
        assertThat(runs()).hasSize(2);
    }

    private PushedLogs pushes() {
        PushedLogs pushes = new PushedLogs(folder.resolve("pushed"), intake, rows.store);
        pushes.beat(now);
        pushes.start();
        return pushes;
    }

    private List<byte[]> lines(String fixture) {
        Path log = LogFixtures.unpack(fixture, folder.resolve("lines-" + fixture));
        return LogFixtures.lines(log);
    }

    private static void push(
            PushedLogs pushes, RunId run, List<byte[]> lines, int from, int to, boolean last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines.subList(from, to)) {
            out.writeBytes(line);
            out.write('\n');
        }
        pushes.take(run, ME, from, out.toByteArray(), last);
    }
}
