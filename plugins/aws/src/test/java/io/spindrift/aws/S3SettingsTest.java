package io.spindrift.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spindrift.cloud.ObjectStore;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class S3SettingsTest {
    @Test
    void defaults_leaveAllToBeFound() {
        assertThat(S3Settings.of(Map.of()))
                .isEqualTo(new S3Settings(null, null, false, null, null, null));
    }

    @Test
    void everyKey_isRead_andSecretsAreNotShown() {
        S3Settings settings =
                S3Settings.of(
                        Map.of(
                                "endpoint", "http://127.0.0.1:9000",
                                "region", "eu-west-1",
                                "path-style", "true",
                                "access-key-id", "AKIDEXAMPLE",
                                "secret-access-key", "hidden-1",
                                "session-token", "hidden-2"));

        assertThat(settings)
                .isEqualTo(
                        new S3Settings(
                                URI.create("http://127.0.0.1:9000"),
                                "eu-west-1",
                                true,
                                "AKIDEXAMPLE",
                                "hidden-1",
                                "hidden-2"));
        assertThat(settings.toString()).doesNotContain("hidden", "AKIDEXAMPLE");
        assertThat(S3Settings.KEYS).hasSize(6);
    }

    @Test
    void mistakes_areToldInASentence() {
        refused(Map.of("regoin", "x"), "S3 has no setting regoin");
        refused(Map.of("path-style", "yes"), "path-style is true or false");
        refused(Map.of("access-key-id", "x"), "are given together");
        refused(Map.of("endpoint", "http://"), "endpoint");
    }

    @Test
    void address_namesBucketAndPath() {
        S3Provider provider = new S3Provider();
        try (ObjectStore store = provider.open(URI.create("s3a://logs/spark/events/"), Map.of())) {
            assertThat(store).hasToString("s3://logs/spark/events/");
        }
        try (ObjectStore store = provider.open(URI.create("s3://logs"), Map.of())) {
            assertThat(store).hasToString("s3://logs/");
        }
        for (String bad : new String[] {"s3a:///path", "s3a://key:secret@bucket/x"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> provider.open(URI.create(bad), Map.of()))
                    .withMessage("no bucket in s3a://...");
        }
    }

    private static void refused(Map<String, String> settings, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.of(settings))
                .withMessageContaining(message);
    }
}
