package io.spindrift.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RunTokensTest {
    private static final byte[] OLD = "old".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] NEW = "new".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @Test
    void token_isAlwaysTheSame_andOfOneRun() {
        RunTokens tokens = new RunTokens(List.of(OLD));
        String token = tokens.of("etl", 1);
        assertThat(token).isEqualTo(new RunTokens(List.of(OLD)).of("etl", 1)).startsWith("sdr_");
        assertThat(RunTokens.looksLikeOne(token)).isTrue();
        assertThat(tokens.proves(token, "etl", 1)).isTrue();
        assertThat(tokens.proves(token, "etl", 2)).isFalse();
        assertThat(tokens.proves(token, "etl-1", 1)).isFalse();
        assertThat(tokens.proves(token.substring(1), "etl", 1)).isFalse();
    }

    @Test
    void tokensOfAnEarlierKey_areGood_whileItIsKept() {
        String token = new RunTokens(List.of(OLD)).of("etl", 1);
        RunTokens both = new RunTokens(List.of(NEW, OLD));
        assertThat(both.proves(token, "etl", 1)).isTrue();
        assertThat(both.of("etl", 1)).isNotEqualTo(token);
        assertThat(new RunTokens(List.of(NEW)).proves(token, "etl", 1)).isFalse();
    }
}
