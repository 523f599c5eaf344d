package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a query may name before a colon.
///
/// Facts of the run (`state`, `user`, `duration` …) are on every document; numbers among them are
/// asked for by ranges. The others are texts of one kind of document: `sql:orders` is a query that
/// speaks of orders.
enum Field {
    STATE,
    USER,
    JOB,
    APP,
    VERSION,
    KIND,
    NAME(Kind.APPLICATION),
    SQL(Kind.SQL),
    ERROR(Kind.ERROR),
    CONF(Kind.CONFIGURATION),
    KEY(Kind.CONFIGURATION),
    VALUE(Kind.CONFIGURATION),
    LOG(Kind.LOG),
    STARTED(Measure.TIME),
    DURATION(Measure.DURATION),
    TASKS(Measure.COUNT),
    READ(Measure.BYTES),
    WRITTEN(Measure.BYTES),
    SHUFFLE(Measure.BYTES),
    SPILL(Measure.BYTES),
    EFFICIENCY(Measure.PERCENT);

    private final @Nullable Kind kind;
    private final @Nullable Measure measure;

    Field() {
        this.kind = null;
        this.measure = null;
    }

    Field(Kind kind) {
        this.kind = kind;
        this.measure = null;
    }

    Field(Measure measure) {
        this.kind = null;
        this.measure = measure;
    }

    /// What its numbers measure; absent where its values are words.
    @Nullable Measure measure() {
        return measure;
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
