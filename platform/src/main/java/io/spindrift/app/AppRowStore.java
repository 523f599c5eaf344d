package io.spindrift.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowFormatException;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The two rows of an application, which are written and removed together: all of it, and what
/// lists need.
///
/// ```
/// app.application  clusterId, appId -> origin, config as JSON, progress, figures
/// app.summary      clusterId, appId -> what lists need
/// ```
final class AppRowStore {
    private static final Table<AppKey, Application> APPLICATIONS =
            new Table<>("app.application", new AppKeyFormat(), new ApplicationFormat());
    private static final Table<AppKey, AppSummary> SUMMARIES =
            new Table<>("app.summary", new AppKeyFormat(), new SummaryFormat());

    /// As many as are written within some minutes, at some 15 kB each.
    private static final int RECENT = 1_000;

    private final Database database;

    /// Rows as they were written last: what runs is read many times between two writes.
    private final Map<AppKey, Application> recent =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<AppKey, Application> eldest) {
                            return size() > RECENT;
                        }
                    });

    AppRowStore(Database database) {
        this.database = database;
    }

    Optional<Application> get(AppKey key) {
        return Optional.ofNullable(recent.get(key)).or(() -> database.get(APPLICATIONS, key));
    }

    /// In the order of their keys.
    void eachSummary(Consumer<AppSummary> use) {
        try (Cursor<AppKey, AppSummary> rows = database.scan(SUMMARIES, Range.all())) {
            while (rows.hasNext()) {
                use.accept(rows.next().row());
            }
        }
    }

    /// Writes to one application follow each other.
    void put(Application app, AppSummary summary, Durability durability) {
        // A write that fails may have come as far as the log of writes.
        recent.remove(app.key());
        database.write(
                durability,
                batch ->
                        batch.put(APPLICATIONS, app.key(), app).put(SUMMARIES, app.key(), summary));
        recent.put(app.key(), app);
    }

    void sync() {
        database.sync();
    }

    /// Without forcing the disk.
    void delete(AppKey key) {
        database.write(
                Durability.PROCESS,
                batch -> batch.delete(APPLICATIONS, key).delete(SUMMARIES, key));
        recent.remove(key);
    }

    /// An application's key in rows: by cluster, then by application.
    static final class AppKeyFormat implements KeyCodec<AppKey> {
        @Override
        public void write(AppKey key, KeyWriter out) {
            out.text(key.clusterId()).text(key.appId());
        }

        @Override
        public AppKey read(KeyReader in) {
            return new AppKey(in.text(), in.text());
        }
    }

    private static final class ApplicationFormat implements RowCodec<Application> {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Override
        public int version() {
            return 3;
        }

        @Override
        public void write(Application app, RowWriter out) {
            Origin origin = app.origin();
            out.text(origin.key().clusterId()).text(origin.key().appId());
            out.text(origin.internalId().toString()).textOrNull(origin.jobId());
            out.text(origin.displayName()).constant(origin.source()).text(origin.user());
            out.text(origin.request()).textOrNull(origin.rerunOf());
            out.text(app.config().values().toString()).text(app.config().sources().toString());
            out.list(app.config().withoutEffect(), (path, row) -> row.text(path));
            writeProgress(app.progress(), out);
            FiguresFormat.write(app.figures(), out);
            out.instant(app.updatedAt());
        }

        @Override
        public Application read(RowReader in) {
            AppKey key = new AppKey(in.text(), in.text());
            Origin origin =
                    new Origin(
                            key,
                            UUID.fromString(in.text()),
                            in.textOrNull(),
                            in.text(),
                            in.constant(SubmissionSource.class),
                            in.text(),
                            in.text(),
                            in.textOrNull());
            EffectiveConfig config =
                    new EffectiveConfig(object(in), object(in), in.list(RowReader::text));
            return new Application(
                    origin, config, readProgress(in), FiguresFormat.read(in), in.instant());
        }

        private static ObjectNode object(RowReader in) {
            try {
                return (ObjectNode) JSON.readTree(in.text());
            } catch (JsonProcessingException e) {
                throw new RowFormatException("a configuration that is no JSON");
            }
        }

        private static void writeProgress(Progress progress, RowWriter out) {
            out.list(
                    progress.transitions(),
                    (t, row) -> row.constant(t.state()).instant(t.at()).text(t.reason()));
            out.list(progress.attempts(), ApplicationFormat::writeAttempt);
            out.optional(
                    Optional.ofNullable(progress.stop()),
                    (stop, row) ->
                            row.constant(stop.into()).instant(stop.at()).text(stop.reason()));
            out.textOrNull(progress.failure()).instantOrNull(progress.retryAt());
        }

        private static Progress readProgress(RowReader in) {
            return new Progress(
                    in.list(row ->
                            new Transition(
                                    row.constant(AppState.class), row.instant(), row.text())),
                    in.list(ApplicationFormat::readAttempt),
                    in.optional(row ->
                                    new StopOrder(
                                            row.constant(AppState.class),
                                            row.instant(),
                                            row.text()))
                            .orElse(null),
                    in.textOrNull(),
                    in.instantOrNull());
        }

        private static void writeAttempt(Attempt attempt, RowWriter out) {
            out.number(attempt.number()).instant(attempt.queuedAt()).instant(attempt.admittedAt());
            out.instantOrNull(attempt.driverStartedAt()).instantOrNull(attempt.executorsReadyAt());
            out.instantOrNull(attempt.endedAt());
            out.optional(Optional.ofNullable(attempt.exitCode()), (code, row) -> row.number(code));
            out.optional(
                    Optional.ofNullable(attempt.failure()),
                    (failure, row) -> row.constant(failure));
            out.textOrNull(attempt.reason()).textOrNull(attempt.sparkAppId());
            out.textOrNull(attempt.hindrance());
            out.optional(
                    Optional.ofNullable(attempt.node()),
                    (node, row) -> {
                        row.text(node.name()).instant(node.chosenAt());
                        row.optional(
                                Optional.ofNullable(node.bought()),
                                (bought, flag) -> flag.flag(bought));
                        row.instantOrNull(node.imageAt());
                    });
        }

        private static DriverNode readNode(RowReader in) {
            return new DriverNode(
                    in.text(),
                    in.instant(),
                    in.optional(RowReader::flag).orElse(null),
                    in.instantOrNull());
        }

        private static Attempt readAttempt(RowReader in) {
            boolean first = in.version() == 1;
            return new Attempt(
                    in.integer(),
                    in.instant(),
                    in.instant(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.optional(RowReader::integer).orElse(null),
                    first
                            ? null
                            : in.optional(row -> row.constant(FailureClass.class)).orElse(null),
                    in.textOrNull(),
                    in.textOrNull(),
                    first ? null : in.textOrNull(),
                    in.version() < 3
                            ? null
                            : in.optional(ApplicationFormat::readNode).orElse(null));
        }
    }

    /// How figures stand in rows, of the application and of its summary alike.
    private static final class FiguresFormat {
        private FiguresFormat() {}

        static void write(Figures figures, RowWriter out) {
            out.optional(Optional.ofNullable(figures.coreMillis()), (n, row) -> row.number(n));
            out.optional(Optional.ofNullable(figures.costNanos()), (n, row) -> row.number(n));
            out.optional(Optional.ofNullable(figures.efficiency()), (n, row) -> row.decimal(n));
            out.optional(Optional.ofNullable(figures.cpuEfficiency()), (n, row) -> row.decimal(n));
            out.optional(Optional.ofNullable(figures.readBytes()), (n, row) -> row.number(n));
            out.optional(Optional.ofNullable(figures.writtenBytes()), (n, row) -> row.number(n));
            out.optional(Optional.ofNullable(figures.peakMemoryBytes()), (n, row) -> row.number(n));
            out.number(figures.errors()).number(figures.warnings()).number(figures.notices());
        }

        static Figures read(RowReader in) {
            return new Figures(
                    in.optional(RowReader::number).orElse(null),
                    in.optional(RowReader::number).orElse(null),
                    in.optional(RowReader::decimal).orElse(null),
                    in.optional(RowReader::decimal).orElse(null),
                    in.optional(RowReader::number).orElse(null),
                    in.optional(RowReader::number).orElse(null),
                    in.optional(RowReader::number).orElse(null),
                    in.integer(),
                    in.integer(),
                    in.integer());
        }
    }

    private static final class SummaryFormat implements RowCodec<AppSummary> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(AppSummary app, RowWriter out) {
            out.text(app.clusterId()).text(app.id()).text(app.internalId().toString());
            out.textOrNull(app.jobId()).text(app.displayName()).text(app.user());
            out.constant(app.source()).constant(app.state()).constant(app.type());
            out.text(app.sparkVersion()).texts(app.labels()).number(app.priority());
            out.number(app.requestedMilliCores()).number(app.requestedMemoryMib());
            out.instant(app.createdAt()).instant(app.queuedAt()).instantOrNull(app.retryAt());
            out.instantOrNull(app.startedAt()).instantOrNull(app.endedAt());
            out.instant(app.updatedAt()).number(app.attempts());
            out.flag(app.holdsRoom()).flag(app.stopping());
            FiguresFormat.write(app.figures(), out);
        }

        @Override
        public AppSummary read(RowReader in) {
            return new AppSummary(
                    new AppKey(in.text(), in.text()),
                    UUID.fromString(in.text()),
                    in.textOrNull(),
                    in.text(),
                    in.text(),
                    in.constant(SubmissionSource.class),
                    in.constant(AppState.class),
                    in.constant(AppType.class),
                    in.text(),
                    in.texts(),
                    in.integer(),
                    in.number(),
                    in.number(),
                    in.instant(),
                    in.instant(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.instant(),
                    in.integer(),
                    in.flag(),
                    in.flag(),
                    FiguresFormat.read(in));
        }
    }
}
