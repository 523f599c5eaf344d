package io.spindrift.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.Failure;
import org.junit.jupiter.api.Test;

final class FailureTextTest {
    @Test
    void chain_findsTheRootCause() {
        String trace =
                "org.apache.spark.SparkException: Job aborted\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: java.io.IOException: gone\n\tat x.Y\nCaused by: java.lang.OutOfMemoryError: Java heap space\n\t... 3 more";
        assertThat(FailureText.chain("", "", trace, "x").getLast().className())
                .isEqualTo("java.lang.OutOfMemoryError");
        String job =
                "Job aborted due to stage failure: Task 0 in stage 0.0 failed 2 times, most recent"
                        + " failure: Lost task 0.2 in stage 0.0 (TID 2) (127.0.0.1 executor 1):"
                        + " java.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)\n";
        assertThat(FailureText.chain("", job, "", "JobFailure"))
                .containsExactly(
                        new Failure.Cause("java.lang.OutOfMemoryError", "Java heap space"));
        assertThat(FailureText.chain("", "Stage cancelled", "", "JobFailure"))
                .singleElement()
                .satisfies(cause -> assertThat(cause.className()).isEqualTo("JobFailure"));
    }
}
