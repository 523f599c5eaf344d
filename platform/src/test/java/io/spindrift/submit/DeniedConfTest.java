package io.spindrift.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeniedConfTest {
    @Test
    void reason_ofASize_namesTheFieldToUse() {
        assertThat(DeniedConf.reason("spark.executor.memory"))
                .contains(
                        "'spark.executor.memory' is set by the field 'executor.memory'; use that");
        assertThat(DeniedConf.reason("spark.dynamicAllocation.enabled"))
                .get()
                .asString()
                .contains("'dynamicAllocation.enabled'");
    }

    @Test
    void reason_inOtherCase_isTheSame() {
        assertThat(DeniedConf.reason("SPARK.Master"))
                .contains("'SPARK.Master' is set by the platform and cannot be given");
        assertThat(DeniedConf.reason("spark.executorEnv.SPINDRIFT_TOKEN")).isPresent();
    }

    @Test
    void reason_ofWhatIsTheUsers_isNone() {
        assertThat(DeniedConf.reason("spark.sql.shuffle.partitions")).isEmpty();
        assertThat(DeniedConf.reason("spark.spindrift.url")).isEmpty();
        assertThat(DeniedConf.reason("spark.dynamicAllocation.executorIdleTimeout")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.jars.ivy",
                "spark.executorEnv.JAVA_HOME",
                "spark.executorEnv.LD_PRELOAD",
                "spark.driver.extraJavaOptions",
                "spark.executor.defaultJavaOptions"
            })
    void keys_thatOneKindOfClusterRefuses_areNotListedHere(String key) {
        assertThat(onLocal(key)).isTrue();
        assertThat(DeniedConf.reason(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.master",
                "spark.executor.memory",
                "spark.worker.dir",
                "spark.local.dir",
                "spark.eventLog.dir",
                "spark.dynamicAllocation.maxExecutors",
                "spark.executorEnv.SPINDRIFT_X",
                "spark.spindrift.appId"
            })
    void keys_refusedHere_areListedHereAlone(String key) {
        assertThat(DeniedConf.reason(key)).isPresent();
        assertThat(onLocal(key)).isFalse();
    }

    private static boolean onLocal(String key) {
        return !io.spindrift.runtime.local.DeniedConf.problems(Map.of(key, "-Xmx9g"), "sparkConf")
                .isEmpty();
    }
}
