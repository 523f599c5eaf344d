package io.spindrift.history.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Cause;
import io.spindrift.history.Failure.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RootCauseTest {
    @Test
    void of_aChain_isTheInnermost() {
        RootCause cause =
                RootCause.of(
                        failure(
                                "",
                                new Cause("org.apache.spark.SparkException", "outer"),
                                new Cause("java.io.EOFException", "inner")));

        assertThat(cause).isEqualTo(new RootCause("java.io.EOFException", "inner"));
    }

    @Test
    void of_aStackTrace_isTheLastCausedBy() {
        String trace =
                """
                org.apache.spark.SparkException: Task failed while writing rows
                \tat org.apache.spark.X.y(X.scala:1)
                Caused by: java.lang.RuntimeException: middle
                \tat app.Main(Main.java:1)
                Caused by: java.lang.ArithmeticException: / by zero
                \t... 8 more
                """;

        assertThat(RootCause.of(failure(trace, new Cause("org.apache.spark.SparkException", "x"))))
                .isEqualTo(new RootCause("java.lang.ArithmeticException", "/ by zero"));
    }

    @Test
    void of_aJobFailure_isTheLostTasksException() {
        RootCause cause =
                RootCause.of(
                        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most"
                                + " recent failure: Lost task 0.3 in stage 1.0 (TID 7) (host executor"
                                + " 0): java.lang.IllegalArgumentException: bad row 17\n\tat X\n");

        assertThat(cause.sentence()).isEqualTo("IllegalArgumentException: bad row 17");
    }

    @Test
    void of_aPythonTraceback_isPythonsException() {
        String trace =
                """
                org.apache.spark.api.python.PythonException: Traceback (most recent call last):
                  File "worker.py", line 1, in main
                    process()
                  File "etl.py", line 12, in parse
                    return int(row)
                ValueError: invalid literal for int() with base 10: 'x'

                \tat org.apache.spark.api.python.BasePythonRunner
                """;

        assertThat(
                        RootCause.of(
                                failure(
                                        trace,
                                        new Cause(
                                                "org.apache.spark.api.python.PythonException",
                                                ""))))
                .isEqualTo(
                        new RootCause("ValueError", "invalid literal for int() with base 10: 'x'"));
    }

    @Test
    void of_anythingElse_isItsFirstLine() {
        assertThat(RootCause.of("the driver\nsaid more").sentence()).isEqualTo("the driver");
        assertThat(RootCause.of("").sentence()).isEmpty();
    }

    @Test
    void key_ofTheSameTroubleElsewhere_isTheSame() {
        assertThat(new RootCause("E", "task 7 of stage 3").key())
                .isEqualTo(new RootCause("E", "task 81 of stage 12").key());
    }

    private static Failure failure(String trace, Cause... chain) {
        return new Failure(
                Source.TASK,
                Facts.START,
                Facts.START,
                1,
                List.of(chain),
                trace,
                null,
                null,
                null,
                null,
                null);
    }
}
