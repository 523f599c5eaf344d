package io.spindrift.http;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Applications as Prometheus is told of them. Pure.
///
/// So many are named, those that came first; the others of a cluster are one together, so that
/// however many run, the number of series is bounded.
final class AppMetrics {
    private AppMetrics() {}

    /// @param readings in the order in which names are given
    /// @param counts how many applications each cluster has in each state, ended ones included
    /// @param most how many are named
    static MetricSnapshots of(List<AppReading> readings, Map<ClusterState, Long> counts, int most) {
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        metrics.metricSnapshot(counts(counts));
        metrics.metricSnapshot(states(readings, most));
        Map<AppFigure, GaugeSnapshot.Builder> gauges = new EnumMap<>(AppFigure.class);
        for (AppReading reading : bounded(readings, most)) {
            Labels labels =
                    Labels.of(
                            "cluster",
                            reading.cluster(),
                            "app",
                            reading.app(),
                            "job",
                            reading.job());
            reading.figures()
                    .forEach((figure, value) ->
                            gauges.computeIfAbsent(figure, AppMetrics::gauge)
                                    .dataPoint(point(labels, value)));
        }
        gauges.values().forEach(gauge -> metrics.metricSnapshot(gauge.build()));
        return metrics.build();
    }

    private static GaugeSnapshot counts(Map<ClusterState, Long> counts) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("spindrift_applications")
                        .help("Applications that the platform knows, by their state");
        counts.forEach((place, count) ->
                gauge.dataPoint(
                        point(
                                Labels.of("cluster", place.cluster(), "state", place.state()),
                                count)));
        return gauge.build();
    }

    /// One for each that is named; how many are in a state for the others.
    private static GaugeSnapshot states(List<AppReading> readings, int most) {
        Map<List<String>, Integer> states = new LinkedHashMap<>();
        for (int i = 0; i < readings.size(); i++) {
            AppReading reading = i < most ? readings.get(i) : readings.get(i).nameless();
            states.merge(
                    List.of(reading.cluster(), reading.app(), reading.job(), reading.state()),
                    1,
                    Integer::sum);
        }
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("spindrift_application_state")
                        .help("1 for the state that an application is in");
        states.forEach((names, count) ->
                gauge.dataPoint(
                        point(
                                Labels.of(
                                        "cluster",
                                        names.get(0),
                                        "app",
                                        names.get(1),
                                        "job",
                                        names.get(2),
                                        "state",
                                        names.get(3)),
                                count)));
        return gauge.build();
    }

    private static List<AppReading> bounded(List<AppReading> readings, int most) {
        if (readings.size() <= most) {
            return readings;
        }
        Map<String, AppReading> others = new HashMap<>();
        for (AppReading reading : readings.subList(most, readings.size())) {
            others.merge(reading.cluster(), reading.nameless(), AppReading::and);
        }
        List<AppReading> bounded = new ArrayList<>(readings.subList(0, most));
        bounded.addAll(others.values());
        return bounded;
    }

    private static GaugeSnapshot.Builder gauge(AppFigure figure) {
        return GaugeSnapshot.builder().name(figure.metric()).help(figure.help());
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    /// A state in a cluster.
    record ClusterState(String cluster, String state) {}
}
