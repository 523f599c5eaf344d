package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
    @Test
    void edits_swapOfNeighbours_countsOnce() {
        assertThat(Nearest.edits("memroy", "memory")).isEqualTo(1);
        assertThat(Nearest.edits("", "abc")).isEqualTo(3);
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.edits("same", "same")).isZero();
    }

    @Test
    void name_farFromAll_isNotGuessed() {
        assertThat(Nearest.name("frobnicate", List.of("cores", "memory"))).isEmpty();
    }

    @Test
    void name_otherCase_isFound() {
        assertThat(Nearest.name("SPARKCONF", List.of("sparkConf", "hadoopConf")))
                .contains("sparkConf");
    }
}
