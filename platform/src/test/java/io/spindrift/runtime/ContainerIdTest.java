package io.spindrift.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerIdTest {
    @Test
    void order_isTheDriversThenTheExecutorsByNumber() {
        List<ContainerId> sorted =
                List.of("executor-10", "executor-2-init-a", "driver-init-b", "executor-2", "driver")
                        .stream()
                        .map(ContainerId::new)
                        .sorted(ContainerId.ORDER)
                        .toList();
        assertThat(sorted)
                .extracting(ContainerId::name)
                .containsExactly(
                        "driver",
                        "driver-init-b",
                        "executor-2",
                        "executor-2-init-a",
                        "executor-10");
    }

    @Test
    void before_isNamedAfterTheContainerThatItPrecedes() {
        ContainerId init = ContainerId.executor("7").before("fetch");
        assertThat(init.name()).isEqualTo("executor-7-init-fetch");
        assertThat(init.init()).isTrue();
        assertThat(init.main()).isEqualTo(ContainerId.executor("7"));
        assertThat(init.executorId()).isEqualTo("7");
        assertThat(ContainerId.DRIVER.main()).isEqualTo(ContainerId.DRIVER);
        assertThat(ContainerId.DRIVER.init()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "drivers",
                "executor-",
                "executor-x",
                "driver-init-",
                "driver-init-../x"
            })
    void name_ofNoContainer_isRefused(String name) {
        assertThat(ContainerId.find(name)).isEmpty();
        assertThatThrownBy(() -> new ContainerId(name))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
