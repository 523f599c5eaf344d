package io.spindrift.history.http;

import io.helidon.webserver.http.ServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The query of a request, read strictly: what is not known or not readable is refused by name.
final class Parameters {
    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 500;
    static final int CSV_ROWS_MAX = 100_000;

    private static final Set<String> ALWAYS = Set.of("accountId", "attempt", "format");
    private static final String[] LIST = {"offset", "limit", "sort"};

    private final ServerRequest request;

    private Parameters(ServerRequest request) {
        this.request = request;
    }

    /// @throws IllegalArgumentException where the query has others than these and the usual ones
    static Parameters of(ServerRequest request, String... known) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(known));
        for (String name : request.query().names()) {
            if (!names.contains(name) && !ALWAYS.contains(name)) {
                throw new IllegalArgumentException(
                        "the parameter "
                                + name
                                + " is not known here; there are "
                                + String.join(", ", names));
            }
        }
        return new Parameters(request);
    }

    static Parameters ofList(ServerRequest request, String... known) {
        String[] all = Arrays.copyOf(LIST, LIST.length + known.length);
        System.arraycopy(known, 0, all, LIST.length, known.length);
        return of(request, all);
    }

    Optional<String> text(String name) {
        return values(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /// Given several times or with commas: one of these. Empty when not given.
    Set<String> oneOf(String name) {
        Set<String> values = new LinkedHashSet<>();
        for (String value : values(name)) {
            for (String each : value.split(",", -1)) {
                if (!each.isBlank()) {
                    values.add(each.strip());
                }
            }
        }
        return values;
    }

    int integer(String name, int otherwise, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the bounds.
        }
        throw new IllegalArgumentException(
                name
                        + " must be a whole number from "
                        + least
                        + " to "
                        + most
                        + ", not "
                        + text.get());
    }

    Optional<Instant> instant(String name) {
        return text(name)
                .map(value -> {
                    try {
                        return Instant.parse(value);
                    } catch (DateTimeException e) {
                        throw new IllegalArgumentException(
                                name
                                        + " must be a time like 2026-11-21T09:15:00.123Z, not "
                                        + value,
                                e);
                    }
                });
    }

    boolean csv() {
        return text("format").filter("csv"::equals).isPresent();
    }

    int offset() {
        return csv() ? 0 : integer("offset", 0, 0, Integer.MAX_VALUE);
    }

    int limit() {
        return csv() ? CSV_ROWS_MAX : integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    }

    /// The field to sort by, without its sign.
    Optional<String> sortField() {
        return text("sort").map(sort -> sort.startsWith("-") ? sort.substring(1) : sort);
    }

    boolean sortDescending() {
        return text("sort").filter(sort -> sort.startsWith("-")).isPresent();
    }

    int pathNumber(String name) {
        String text = request.path().pathParameters().get(name);
        try {
            int value = Integer.parseInt(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IllegalArgumentException(name + " must be a whole number, not " + text);
    }

    private List<String> values(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }
}
