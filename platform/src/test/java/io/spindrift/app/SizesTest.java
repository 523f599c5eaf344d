package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "1g, 1024",
        "1G, 1024",
        "1gb, 1024",
        "1Gi, 1024",
        "1.5g, 1536",
        "512m, 512",
        "512Mi, 512",
        "512, 512",
        "2t, 2097152",
        "1k, 1",
        "1048576k, 1024"
    })
    void memoryMib_asSparkAndKubernetesWriteIt_isRead(String text, int mib) {
        assertThat(Sizes.memoryMib(TextNode.valueOf(text))).contains(mib);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "-1g", "1 x", "1e3", "99999999999t", "1p", "one", "NaN"})
    void memoryMib_otherText_isNot(String text) {
        assertThat(Sizes.memoryMib(TextNode.valueOf(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200m, 200", "0.2, 200", "1, 1000", "2.5, 2500", "1000m, 1000", "0.001, 1"})
    void milliCores_asTextOrNumber_isRead(String text, int milli) {
        assertThat(Sizes.milliCores(TextNode.valueOf(text))).contains(milli);
        if (!text.endsWith("m")) {
            assertThat(Sizes.milliCores(DecimalNode.valueOf(new BigDecimal(text)))).contains(milli);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0m", "-1", "0.0001", "0.5m", "m", "1g", "2 cores"})
    void milliCores_otherText_isNot(String text) {
        assertThat(Sizes.milliCores(TextNode.valueOf(text))).isEmpty();
    }

    @Test
    void milliCores_wholeNumber_isRead() {
        assertThat(Sizes.milliCores(IntNode.valueOf(3))).contains(3000);
    }

    @Test
    void text_sizes_areAsSparkWritesThem() {
        assertThat(Sizes.text(2048)).isEqualTo("2g");
        assertThat(Sizes.text(384)).isEqualTo("384m");
    }
}
