package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.LaunchId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class NamesTest {
    private static final List<Function<LaunchId, String>> ALL =
            List.of(
                    Names::attempt,
                    Names::driverPod,
                    Names::configMap,
                    Names::service,
                    Names::tokenSecret,
                    id -> Names.driverClaim(id, 0));
    private static final LaunchId LONGEST = new LaunchId("a".repeat(46), 99);

    @Test
    void everyName_saysTheAttempt() {
        LaunchId id = new LaunchId("etl-1", 2);
        assertThat(ALL.stream().map(name -> name.apply(id)))
                .containsExactly(
                        "etl-1-2",
                        "etl-1-2-driver",
                        "etl-1-2-conf",
                        "etl-1-2-svc",
                        "etl-1-2-token",
                        "etl-1-2-driver-pvc-0");
        assertThat(Names.executorPrefix(id)).isEqualTo("etl-1-2");
    }

    @Test
    void everyName_fitsWhereKubernetesTakesIt() {
        assertThat(ALL.stream().map(name -> name.apply(LONGEST)))
                .allMatch(name -> name.length() <= 63);
        // Spark adds as much to it.
        assertThat(Names.executorPrefix(LONGEST) + "-exec-2147483647").hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void service_ofAnIdThatBeginsWithADigit_beginsWithALetter() {
        assertThat(Names.service(new LaunchId("1st", 1))).isEqualTo("svc-1st-1");
    }

    @Test
    void executorPrefixes_ofLongIds_differ() {
        assertThat(Names.executorPrefix(new LaunchId("a".repeat(46), 1)))
                .isNotEqualTo(Names.executorPrefix(new LaunchId("a".repeat(46), 2)));
    }
}
