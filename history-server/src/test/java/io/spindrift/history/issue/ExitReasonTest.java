package io.spindrift.history.issue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitReasonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The executor with id 1 exited with exit code 137(SIGKILL, possible container OOM).|CONTAINER_FULL",
                "Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5 GB used|CONTAINER_FULL",
                "The executor with id 3 exited with exit code 52(JVM OOM).|HEAP_FULL",
                "Command exited with code 52|HEAP_FULL",
                "The executor with id 3 exited with exit code 143|TAKEN_AWAY",
                "Executor decommission: spot interruption|TAKEN_AWAY",
                "The API gave the following brief reason: Evicted|TAKEN_AWAY",
                "The executor with id 4 was not found in the cluster at the polling time|TAKEN_AWAY",
                "Executor heartbeat timed out after 125000 ms|SILENT",
                "Command exited with code 56|SILENT",
                "Command exited with code 53|BROKEN",
                "Command exited with code 139|CRASHED",
                "Command exited with code 1|CRASHED",
                "Executor killed by driver.|PLANNED",
                "Something nobody has seen|UNKNOWN",
            })
    void of_aReason_isItsKind(String text, ExitReason.Kind kind) {
        assertThat(ExitReason.of(text).kind()).isEqualTo(kind);
        assertThat(ExitReason.of(text).meaning()).isNotBlank();
        assertThat(ExitReason.of(text).advice()).isNotBlank();
    }
}
