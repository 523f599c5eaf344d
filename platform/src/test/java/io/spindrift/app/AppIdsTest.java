package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:05:07.999Z");

    @Test
    void generate_jobId_keepsItAndAddsTimeAndRandomness() {
        assertThat(AppIds.generate("daily-etl", NOW, new Random(1)))
                .matches("daily-etl-20261121090507-[0-9a-z]{5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "Daily_ETL.v2",
                "9",
                "a-very-long-job-name-that-goes-on-and-on-and-on-and-never-ends",
                "abcdefghijklmnopqrstuvwx.y",
                "x........................................"
            })
    void generate_anyJobId_isAnApplicationId(String jobId) {
        assertThat(AppIds.validJobId(jobId)).isTrue();
        String id = AppIds.generate(jobId, NOW, new Random(2));
        assertThat(AppIds.validAppId(id)).as(id).isTrue();
        assertThat(id).doesNotContain("--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a_b", "a.b", "../x", "a/b", "a\n", "a%2f", "ä"})
    void validAppId_otherText_isNot(String id) {
        assertThat(AppIds.validAppId(id)).isFalse();
    }

    @Test
    void validAppId_length_isAtMost46() {
        assertThat(AppIds.validAppId("a".repeat(46))).isTrue();
        assertThat(AppIds.validAppId("a".repeat(47))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a b", "-a"})
    void validJobId_otherText_isNot(String id) {
        assertThat(AppIds.validJobId(id)).isFalse();
    }
}
