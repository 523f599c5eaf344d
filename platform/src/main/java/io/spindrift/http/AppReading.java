package io.spindrift.http;

import java.util.EnumMap;
import java.util.Map;

/// What one application, or several together, have come to.
///
/// @param figures those that are known; what is not known is left out, never 0
record AppReading(
        String cluster, String app, String job, String state, Map<AppFigure, Double> figures) {
    static final String OTHER = "other";

    AppReading {
        figures = Map.copyOf(figures);
    }

    /// Both together, for which no name stands.
    AppReading and(AppReading more) {
        Map<AppFigure, Double> sums = new EnumMap<>(AppFigure.class);
        sums.putAll(figures);
        // Peaks do not add up.
        more.figures.forEach((figure, value) ->
                sums.merge(figure, value, figure.highest() ? Math::max : Double::sum));
        return new AppReading(cluster, OTHER, OTHER, state, sums);
    }

    AppReading nameless() {
        return new AppReading(cluster, OTHER, OTHER, state, figures);
    }
}
