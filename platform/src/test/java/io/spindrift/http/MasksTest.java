package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sparkConf': {'spark.hadoop.fs.s3a.secret.key': 'hunter2'}}",
                "{'driver': {'envVars': {'DB_PASSWORD': 'hunter2'}}}",
                "{'arguments': ['--password=hunter2']}",
                "{'arguments': ['--db-password', 'hunter2']}",
                "{'arguments': ['jdbc:postgresql://h/db?user=amy&password=hunter2&ssl=true']}",
                "{'deps': {'repositories': ['https://amy:hunter2@repo/maven']}}",
                "{'sparkConf': {'spark.driver.extraJavaOptions': '-Da=b -Ddb.password=hunter2'}}",
            })
    void of_aConfigurationWithASecret_masksIt(String json) {
        JsonNode shown = Masks.of(parse(json));

        assertThat(shown.toString()).contains(Masks.MASK).doesNotContain("hunter2");
        assertThat(Masks.in(shown)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'arguments': ['--input', 'a.csv', '--verbose']}",
                "{'sparkConf': {'spark.sql.shuffle.partitions': '8', 'a.tokens': 8}}",
                "{'sparkConf': {'spark.hadoop.fs.s3a.aws.credentials.provider': 'a.B'}}",
                "{'driver': {'secrets': [], 'envSecretKeyRefs': {'A': {'name': 'n', 'key': 'k'}}}}",
                "{'mainApplicationFile': 's3a://bucket/secret-santa/etl.jar', 'a': null}",
            })
    void of_anyOther_isTheSame(String json) {
        assertThat(Masks.of(parse(json))).isEqualTo(parse(json));
        assertThat(Masks.in(parse(json))).isFalse();
    }

    @Test
    @Timeout(30)
    void of_aTextMadeToBeSlow_costsNoMoreThanItsLength() {
        JsonNode long1 = Json.object().put("a", "password".repeat(10_000));
        JsonNode long2 = Json.object().putArray("a").add("--" + "token-".repeat(10_000));

        assertThat(Masks.of(long1)).isEqualTo(long1);
        assertThat(Masks.of(long2)).isEqualTo(long2);
    }

    private static JsonNode parse(String json) {
        return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
