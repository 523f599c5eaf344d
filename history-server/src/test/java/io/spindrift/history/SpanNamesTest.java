package io.spindrift.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanNamesTest {
    @Test
    void helper_aClosureOrThreadPoolOfSparks_isOne() {
        assertThat(SpanNames.helper("$anonfun$withThreadLocalCaptured$1 at <unknown>:0")).isTrue();
        assertThat(SpanNames.helper("submit at <unknown>:0")).isTrue();
        assertThat(SpanNames.helper("run at ThreadPoolExecutor.java:1144")).isTrue();
        assertThat(SpanNames.helper("get at CompletableFuture.java:2079")).isTrue();
    }

    @Test
    void helper_aLineOfTheProgram_isNone() {
        assertThat(SpanNames.helper("parquet at Etl.java:45")).isFalse();
        assertThat(SpanNames.helper("count at steps.py:7")).isFalse();
        assertThat(SpanNames.helper("load orders for $5")).isFalse();
    }

    @Test
    void line_aQueryOverSeveralLines_isOneBoundedLine() {
        assertThat(SpanNames.line("select *\n  from orders\n")).isEqualTo("select * from orders");
        assertThat(SpanNames.line("x".repeat(500))).hasSize(160).endsWith("…");
    }

    @Test
    void called_aQueryOfAHelper_isTheMethodOrTheFirstOperator() {
        assertThat(SpanNames.called(query("showString at <unknown>:0"))).isEqualTo("showString");
        assertThat(SpanNames.called(query("$anonfun$run$1 at <unknown>:0")))
                .isEqualTo("HashAggregate");
    }

    private static SqlRun query(String description) {
        List<String> operators =
                List.of("AdaptiveSparkPlan", "WholeStageCodegen (2)", "HashAggregate");
        return new SqlRun(
                4,
                4,
                description,
                "",
                SqlRun.SqlStatus.COMPLETED,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                Map.of(),
                "",
                null,
                1,
                operators.stream()
                        .map(name -> new SqlRun.PlanNode(0, name, name, null, false, List.of()))
                        .toList(),
                List.of());
    }
}
