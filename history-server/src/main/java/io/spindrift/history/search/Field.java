package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a query may name before a colon.
///
/// Facts of the run (`state`, `user` …) are on every document. The others are texts of one kind of
/// document: `sql:orders` is a query that speaks of orders.
enum Field {
    STATE(null),
    USER(null),
    JOB(null),
    APP(null),
    VERSION(null),
    KIND(null),
    NAME(Kind.APPLICATION),
    SQL(Kind.SQL),
    ERROR(Kind.ERROR),
    CONF(Kind.CONFIGURATION),
    KEY(Kind.CONFIGURATION),
    VALUE(Kind.CONFIGURATION),
    LOG(Kind.LOG);

    private final @Nullable Kind kind;

    Field(@Nullable Kind kind) {
        this.kind = kind;
    }

    /// Absent for facts of the run.
    @Nullable Kind kind() {
        return kind;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Field> of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Field::word).collect(Collectors.joining(", "));
    }
}
