package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LabelsTest {
    @Test
    void value_ofAnyText_isOneOfALabel() {
        assertThat(Labels.value("daily etl/7")).isEqualTo("daily-etl-7");
        assertThat(Labels.value("..a..")).isEqualTo("a");
        assertThat(Labels.value("é")).isEmpty();
        assertThat(Labels.value("x".repeat(62) + ".y")).isEqualTo("x".repeat(62));
    }

    @Test
    void appName_isSparks() {
        assertThat(Labels.appName(" Daily  ETL_7! ")).isEqualTo("daily-etl-7");
    }
}
