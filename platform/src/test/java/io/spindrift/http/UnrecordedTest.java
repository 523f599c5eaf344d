package io.spindrift.http;

import static io.spindrift.app.Apps.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.Application;
import io.spindrift.app.Apps;
import io.spindrift.app.Attempt;
import io.spindrift.cluster.KubeCluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UnrecordedTest {
    @Test
    void driverThatHasNotBegun_isNotSpokenOf() {
        assertThat(Unrecorded.sentence(Apps.app("etl"), cluster(null, null), T0)).isEmpty();
    }

    @Test
    void clusterThatNamesNoWay_isSaidAtOnce() {
        assertThat(sentence(null, null, 0))
                .hasValueSatisfying(told -> assertThat(told).contains("platformUrl"));
    }

    @Test
    void eventLogsThatAreNotFound_areSaidWithWhereTheyAreLookedFor() {
        assertThat(sentence(null, "s3a://logs/spark", 30)).isEmpty();
        assertThat(sentence(null, "s3a://logs/spark", 61))
                .hasValueSatisfying(
                        told -> assertThat(told).contains("s3a://logs/spark", "observed-logs"));
        assertThat(sentence(null, "file:///mnt/logs", 61))
                .hasValueSatisfying(told ->
                        assertThat(told).contains("file:///mnt/logs", "under the same path"));
    }

    @Test
    void driverThatIsNotHeard_isSaidAfterAMinute() {
        assertThat(sentence("http://platform", null, 30)).isEmpty();
        assertThat(sentence("http://platform", null, 61))
                .hasValueSatisfying(told -> assertThat(told).contains("http://platform"));
    }

    private static Optional<String> sentence(
            @Nullable String url, @Nullable String folder, int seconds) {
        Application app = Apps.app("etl");
        Attempt begun = Attempt.admitted(1, T0, T0).withDriverStarted(T0);
        return Unrecorded.sentence(
                app.with(app.progress().with(begun), T0),
                cluster(url, folder),
                T0.plusSeconds(seconds));
    }

    private static KubeCluster cluster(@Nullable String url, @Nullable String folder) {
        return new KubeCluster(
                "kube",
                new KubeCluster.Access.InCluster(),
                "spark",
                "spark",
                "registry/spark",
                null,
                url,
                folder);
    }
}
