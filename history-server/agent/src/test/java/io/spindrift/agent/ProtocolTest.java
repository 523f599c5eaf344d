package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtocolTest {
    @Test
    void answer_inTheEnvelope_isRead() {
        Reply taken =
                new Reply(
                        200,
                        "{\"response\":{\"status\":{\"code\":200,\"message\":\"OK\"},"
                                + "\"items\":[{\"next\":4711,\"ended\":false}]}}",
                        0);
        Reply refused =
                new Reply(
                        401,
                        "{\"response\":{\"status\":{\"code\":401,\"message\":\"Unauthorized\"},"
                                + "\"errors\":[{\"message\":\"the token is not known\"}]}}",
                        0);

        assertThat(taken.taken()).isTrue();
        assertThat(taken.next()).isEqualTo(4711);
        assertThat(refused.taken()).isFalse();
        assertThat(refused.sentence()).isEqualTo("the token is not known");
        assertThat(refused.next()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"429, true", "503, true", "500, true", "507, true", "401, false", "409, false"})
    void refusal_isForNowOrForGood(int status, boolean later) {
        assertThat(new Reply(status, "", 0).later()).isEqualTo(later);
    }

    @Test
    void retryAfter_inSecondsOrAsDate_isRead() {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(100).atZone(ZoneOffset.UTC));

        assertThat(PushClient.retryAfter("7")).isEqualTo(7_000);
        assertThat(PushClient.retryAfter(date)).isBetween(90_000L, 100_000L);
        assertThat(PushClient.retryAfter("soon")).isZero();
        assertThat(PushClient.retryAfter(null)).isZero();
    }

    @Test
    void backoff_growsUpToAMinute_andHeedsTheServer() {
        Backoff backoff = new Backoff(() -> 1);

        assertThat(backoff.failed(0)).isEqualTo(500);
        assertThat(backoff.failed(0)).isEqualTo(1_000);
        assertThat(backoff.failed(30_000)).isEqualTo(30_000);
        for (int i = 0; i < 50; i++) {
            assertThat(backoff.failed(0)).isBetween(500L, 60_000L);
        }
        assertThat(backoff.failed(Long.MAX_VALUE)).isEqualTo(600_000);
        backoff.succeeded();
        assertThat(backoff.failed(0)).isEqualTo(500);
        assertThat(new Backoff(() -> 0).failed(0)).isEqualTo(250);
    }

    @Test
    void sample_goesFromExecutorToServer() {
        MemorySample sample =
                new MemorySample(
                        "executor-3",
                        1_795_277_612_646L,
                        7,
                        1,
                        0,
                        9,
                        new GroupCount(8, 5_000, -1, -1, -1));

        assertThat(MemorySample.json(List.of(MemorySample.parse(sample.message()), sample)))
                .isEqualTo(
                        "{\"samples\":[{\"container\":\"executor-3\",\"at\":\"2026-11-21T16:13:32.646Z\","
                                + "\"jvmBytes\":7,\"pythonBytes\":1,\"otherBytes\":0,\"limitBytes\":9,"
                                + "\"chargedBytes\":8,\"cpuMicros\":5000},"
                                + "{\"container\":\"executor-3\",\"at\":\"2026-11-21T16:13:32.646Z\","
                                + "\"jvmBytes\":7,\"pythonBytes\":1,\"otherBytes\":0,\"limitBytes\":9,"
                                + "\"chargedBytes\":8,\"cpuMicros\":5000}]}");
        assertThat(MemorySample.parse("x\" 1 2 3 4 5")).isNull();
        assertThat(MemorySample.parse("executor-1 1 2 3 4 5 6 7 8 9 y")).isNull();
        assertThat(MemorySample.parse(17)).isNull();
    }

    @Test
    void best_compression_isZstdWhereItIs() {
        assertThat(Compression.best().type).isEqualTo("application/zstd");
    }
}
