package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a query may name before a colon.
///
/// Facts of the run (`state`, `user`, `duration` …) hold for all that belongs to it; numbers among
/// them are asked for by ranges. The others are texts of one kind: `sql:orders` is a query that
/// speaks of orders.
enum Field {
    STATE("what became of the application: failed, completed …"),
    USER("who ran it"),
    JOB("its job, or its name where it belongs to none"),
    APP("its id, ours or Spark's"),
    CLUSTER("where it ran"),
    TYPE("Java, Scala, Python, R or SQL"),
    VERSION("of Spark"),
    KIND("only application, job, stage, sql, error, log or config"),
    NAME("in the application's name", Kind.APPLICATION),
    STAGE("in a stage's name, call site or failure", Kind.STAGE),
    SQL("in the text or plan of a query", Kind.SQL),
    ERROR("in an exception or its stack trace", Kind.ERROR),
    CONF("a property, as key=value, key or value", Kind.CONFIGURATION),
    KEY("in a property's key", Kind.CONFIGURATION),
    VALUE("in a property's value", Kind.CONFIGURATION),
    LOG("in a line of a driver's or executor's log", Kind.LOG),
    STARTED("a day or a time, as >2026-11-21", Measure.TIME),
    DURATION("how long it took, as >10m", Measure.DURATION),
    COST("what it cost, as >1.50", Measure.MONEY),
    TASKS("how many, as >20k", Measure.COUNT),
    INPUT("bytes read, as >1g", Measure.BYTES),
    OUTPUT("bytes written, as >1g", Measure.BYTES),
    SHUFFLE("bytes read from shuffles, as >1g", Measure.BYTES),
    SPILL("bytes spilled to disk, as >1g", Measure.BYTES),
    EFFICIENCY("share of its cores that worked, as <30%", Measure.PERCENT);

    private final String about;
    private final @Nullable Kind kind;
    private final @Nullable Measure measure;

    Field(String about) {
        this(about, null, null);
    }

    Field(String about, Kind kind) {
        this(about, kind, null);
    }

    Field(String about, Measure measure) {
        this(about, null, measure);
    }

    Field(String about, @Nullable Kind kind, @Nullable Measure measure) {
        this.about = about;
        this.kind = kind;
        this.measure = measure;
    }

    /// What it is about, in a few words.
    String about() {
        return about;
    }

    /// What its numbers measure; absent where its values are words.
    @Nullable Measure measure() {
        return measure;
    }

    /// Absent for facts of the run, and for the kind itself.
    @Nullable Kind kind() {
        return kind;
    }

    /// Whether it is a fact of the run, which all that belongs to the run shares.
    boolean ofRuns() {
        return kind == null && this != KIND;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// `read` and `written` mean what Spark calls input and output.
    static Optional<Field> of(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        String name =
                switch (plain) {
                    case "read" -> "input";
                    case "written" -> "output";
                    case "config" -> "conf";
                    default -> plain;
                };
        return Arrays.stream(values()).filter(field -> field.word().equals(name)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Field::word).collect(Collectors.toList());
    }
}
