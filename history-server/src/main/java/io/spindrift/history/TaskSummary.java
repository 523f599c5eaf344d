package io.spindrift.history;

import java.util.List;
import java.util.Map;

/// Quantiles over the successful tasks of a stage: each list has one value per asked quantile, in
/// that order. As in Spark, quantile q of n sorted values is the one at min(⌊q × n⌋, n − 1).
public record TaskSummary(
        List<Double> quantiles,
        List<Double> durationMillis,
        List<Double> schedulerDelayMillis,
        List<Double> gettingResultMillis,
        List<Double> shuffleReadBytes,
        List<Double> shuffleBlocksFetched,
        Map<TaskMetric, List<Double>> metrics) {
    public TaskSummary {
        quantiles = List.copyOf(quantiles);
        durationMillis = List.copyOf(durationMillis);
        schedulerDelayMillis = List.copyOf(schedulerDelayMillis);
        gettingResultMillis = List.copyOf(gettingResultMillis);
        shuffleReadBytes = List.copyOf(shuffleReadBytes);
        shuffleBlocksFetched = List.copyOf(shuffleBlocksFetched);
        metrics = Map.copyOf(metrics);
    }
}
