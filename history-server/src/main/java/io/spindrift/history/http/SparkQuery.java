package io.spindrift.history.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Query parameters as Spark's API reads them: unknown names are ignored, a wrong word is a 404.
final class SparkQuery {
    private SparkQuery() {}

    static Optional<String> text(ServerRequest request, String name) {
        return request.query().contains(name)
                ? Optional.of(request.query().get(name)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    static boolean flag(ServerRequest request, String name, boolean otherwise) {
        return text(request, name).map(text -> text.equalsIgnoreCase("true")).orElse(otherwise);
    }

    /// At least 0.
    static int integer(ServerRequest request, String name, int otherwise) {
        return Math.max(0, number(request, name, otherwise));
    }

    static int number(ServerRequest request, String name, int otherwise) {
        Optional<String> text = text(request, name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw SparkRefusal.notFound("HTTP 404 Not Found");
        }
    }

    /// All words when none is given.
    static Set<String> oneOf(ServerRequest request, String name, Set<String> words) {
        if (!request.query().contains(name)) {
            return words;
        }
        Set<String> chosen = new LinkedHashSet<>();
        for (String word : request.query().all(name)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (!words.contains(lower)) {
                throw SparkRefusal.notFound("HTTP 404 Not Found");
            }
            chosen.add(lower);
        }
        return chosen;
    }

    /// As they were asked for, those beyond 0 and 1 too.
    static List<Double> quantiles(ServerRequest request, String otherwise) {
        List<Double> values = new ArrayList<>();
        for (String each : text(request, "quantiles").orElse(otherwise).split(",", -1)) {
            try {
                values.add(Double.parseDouble(each.strip()));
            } catch (NumberFormatException e) {
                throw new SparkRefusal(
                        400,
                        "Bad value for parameter \"quantiles\".  Expected a double, got \""
                                + each
                                + "\"");
            }
        }
        return values;
    }

    static int pathNumber(ServerRequest request, String name) {
        try {
            return Integer.parseInt(request.path().pathParameters().get(name));
        } catch (NumberFormatException e) {
            throw SparkRefusal.notFound(request.requestedUri().path().path());
        }
    }
}
