package io.spindrift.http;

import io.helidon.common.uri.UriQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters behind the question mark, of which the endpoint has named those it knows.
final class Query {
    static final int MOST = 500;
    private static final int USUAL = 50;
    private static final String FORMAT = "format";

    private final UriQuery query;

    /// @throws RefusedException naming parameters that are not known
    Query(UriQuery query, String... known) {
        this.query = query;
        Set<String> names = Set.of(known);
        List<Refusal> refusals = new ArrayList<>();
        for (String name : query.names()) {
            if (!names.contains(name) && !name.equals("accountId")) {
                String message =
                        "unknown parameter '"
                                + name
                                + "'; known are "
                                + String.join(", ", Arrays.stream(known).sorted().toList());
                refusals.add(new Refusal("UNKNOWN_FIELD", message, List.of(name)));
            }
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(400, refusals);
        }
    }

    Optional<String> text(String name) {
        return query.contains(name)
                ? Optional.of(query.get(name)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /// All values: given several times, or with commas between.
    Set<String> texts(String name) {
        if (!query.contains(name)) {
            return Set.of();
        }
        Set<String> texts = new java.util.LinkedHashSet<>();
        for (String value : query.all(name)) {
            texts.addAll(List.of(value.split(",")));
        }
        texts.remove("");
        return texts;
    }

    boolean flag(String name) {
        return text(name)
                .map(text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw wrong(name, "true or false", text);
                        })
                .orElse(false);
    }

    Optional<Long> number(String name, long least, long most) {
        return text(name).map(text -> number(name, text, least, most));
    }

    Optional<Instant> time(String name) {
        return text(name)
                .map(text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeParseException e) {
                        throw wrong(name, "a time such as 2026-11-21T09:15:00Z", text);
                    }
                });
    }

    String choice(String name, String usual, String... words) {
        String text = text(name).orElse(usual);
        if (!List.of(words).contains(text)) {
            throw wrong(name, "one of " + String.join(", ", words), text);
        }
        return text;
    }

    int offset() {
        return number("offset", 0, Integer.MAX_VALUE).orElse(0L).intValue();
    }

    int limit() {
        return number("limit", 1, MOST).orElse((long) USUAL).intValue();
    }

    boolean csv() {
        return choice(FORMAT, "json", "json", "csv").equals("csv");
    }

    /// The field to sort by, with its direction.
    Sort sort(String usual, Set<String> fields) {
        String text = text("sort").orElse(usual);
        boolean descending = text.startsWith("-");
        String field = descending ? text.substring(1) : text;
        if (!fields.contains(field)) {
            String known = String.join(", ", fields.stream().sorted().toList());
            throw wrong("sort", "one of " + known + ", or with '-' before it", text);
        }
        return new Sort(field, descending);
    }

    private static long number(String name, String text, long least, long most) {
        @Nullable Long number = null;
        try {
            number = Long.valueOf(text);
        } catch (NumberFormatException e) {
            // told below, with the bounds
        }
        if (number == null || number < least || number > most) {
            throw wrong(name, "a whole number from " + least + " to " + most, text);
        }
        return number;
    }

    private static RefusedException wrong(String name, String wanted, String text) {
        return RefusedException.invalid(
                name, "'" + name + "' must be " + wanted + ", not '" + shortened(text) + "'");
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    record Sort(String field, boolean descending) {}
}
