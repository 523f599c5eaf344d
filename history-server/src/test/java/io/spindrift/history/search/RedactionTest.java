package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.EnvironmentRun.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.my.password",
                "spark.hadoop.fs.s3a.secret.key",
                "spark.hadoop.fs.s3a.access.key",
                "fs.azure.account.key.x.dfs.core.windows.net",
                "API_TOKEN",
                "spark.ssl.keyStorePassword",
                "my.private-key",
            })
    void value_ofASecretKey_isMasked(String key) {
        assertThat(Redaction.STANDARD.value(key, "hunter2")).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.sql.shuffle.partitions,200",
        "spark.executor.memory,4g",
        "spark.sql.adaptive.skewJoin.enabled,true",
        "spark.keyspace.name,orders",
    })
    void value_ofAnyOther_isKept(String key, String value) {
        assertThat(Redaction.STANDARD.value(key, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t OPTIONS (password 'hunter2', user 'amy')",
                "OPTIONS (\"password\" \"hunter2\")",
                "PASSWORD='hunter2'",
                "jdbc:postgresql://host/db?user=amy&password=hunter2",
                "https://amy:hunter2@host/path",
                "secret: hunter2",
                "'aws.secret.key' => 'hunter2'",
                "Authorization: Bearer hunter2hunter2",
                "jdbc:sqlserver://host;user=amy;password=hunter2;encrypt=true",
                "export AWS_SECRET_ACCESS_KEY=hunter2",
                "--conf spark.hadoop.fs.s3a.secret.key=hunter2",
                "fs.azure.account.key.lake.dfs.core.windows.net=hunter2",
                "{\"client_secret\":\"hunter2\"}",
                "CREATE CONNECTION c OPTIONS (apiToken => 'hunter2')",
            })
    void text_withASecret_isMasked(String text) {
        assertThat(Redaction.STANDARD.text(text)).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\'", "\\\n", " ", "''"})
    void text_withAVeryLongSecret_isMaskedWithoutDeepRecursion(String letter) {
        String secret = letter.repeat(50_000) + "hunter2";

        assertThat(Redaction.STANDARD.text("set password = '" + secret + "', a = 1"))
                .doesNotContain("hunter2")
                .endsWith(", a = 1");
    }

    @Test
    void text_cutWithinASecret_isMasked() {
        assertThat(Redaction.STANDARD.text("OPTIONS (password 'hunter2 and mo"))
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.", "password", "token ", "token'token'", "eyJ-", "://a:", "secret\n"})
    @Timeout(30)
    void text_madeToBeSlow_costsNoMoreThanItsLength(String piece) {
        String text = piece.repeat(50_000 / piece.length());

        assertThat(Redaction.STANDARD.text(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select token from tokens where secret_id in (1, 2)",
                "26/11/21 09:00:00 INFO HadoopDelegationTokenManager: Attempting to login to KDC",
                "INFO SecurityManager: Changing view acls to: spark",
                "tokenizer = 'standard'",
                "fs.s3a.aws.credentials.provider=com.amazonaws.auth.Chain",
                "INFO BlockManager: key: 7, partition key of orders",
                "s3a://lake/orders/day=2026-11-21/part-00000.parquet",
                "INFO Executor: Finished task 3.0 in stage 14.0 (TID 92). 2218 bytes result",
                "bearing the weight of keys, asian and akin to passing",
            })
    void text_thatHoldsNoSecret_isKept(String text) {
        assertThat(Redaction.STANDARD.text(text)).isEqualTo(text);
    }

    @Test
    void ofARun_masksWhatTheRunToldSparkToMask() {
        Redaction ofRun =
                Redaction.STANDARD.of(
                        List.of(
                                new Property("spark.redaction.regex", "(?i)blood|AB-\\d+"),
                                new Property("spark.sql.redaction.string.regex", "iban \\w+")));

        assertThat(ofRun.value("my.bloodType", "zero")).doesNotContain("zero");
        assertThat(ofRun.value("my.room", "AB-12")).doesNotContain("AB-12");
        assertThat(ofRun.value("my.room", "CD-12")).isEqualTo("CD-12");
        assertThat(ofRun.text("select 'iban DE12' as x")).isEqualTo("select '*********' as x");
    }

    @Test
    void ofARun_withAnExpressionThatSparkRefuses_masksAsUsual() {
        Redaction ofRun =
                Redaction.STANDARD.of(List.of(new Property("spark.redaction.regex", "(")));

        assertThat(ofRun.value("a.b", "c")).isEqualTo("c");
    }

    @Test
    @Timeout(30)
    void ofARun_withAnExpressionThatTakesForEver_masksAll() {
        Redaction ofRun =
                Redaction.STANDARD.of(
                        List.of(
                                new Property("spark.redaction.regex", "(a*)*(a*)*(a*)*\\1b"),
                                new Property(
                                        "spark.redaction.string.regex", "(a*)*(a*)*(a*)*\\1b")));

        assertThat(ofRun.value("b", "a".repeat(40))).doesNotContain("aaa");
        assertThat(ofRun.text("a".repeat(40))).doesNotContain("aaa");
    }
}
