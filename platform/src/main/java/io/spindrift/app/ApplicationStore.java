package io.spindrift.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowFormatException;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// All applications. Safe for many threads: changes to one application follow each other.
///
/// ```
/// app.application  clusterId, appId -> origin, config as JSON, progress, figures
/// app.summary      clusterId, appId -> what lists need, kept in memory as well
/// ```
///
/// Both rows of an application are written in one batch.
public final class ApplicationStore {
    private static final Table<AppKey, Application> APPLICATIONS =
            new Table<>("app.application", new KeyFormat(), new ApplicationFormat());
    private static final Table<AppKey, AppSummary> SUMMARIES =
            new Table<>("app.summary", new KeyFormat(), new SummaryFormat());
    private static final int STRIPES = 64;

    private final Database database;
    private final Consumer<Application> changed;
    private final Map<AppKey, AppSummary> summaries = new ConcurrentHashMap<>();
    private final Map<AppKey, AppSummary> live = new ConcurrentHashMap<>();
    private final Map<UUID, AppKey> byInternalId = new ConcurrentHashMap<>();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /// @param changed told of each application that was made or changed, after it was written; it
    ///   must return at once
    public ApplicationStore(Database database, Consumer<Application> changed) {
        this.database = database;
        this.changed = changed;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /// Reads the summaries; once, before anything else.
    public void start() {
        try (Cursor<AppKey, AppSummary> rows = database.scan(SUMMARIES, Range.all())) {
            while (rows.hasNext()) {
                Entry<AppKey, AppSummary> row = rows.next();
                remember(row.row());
            }
        }
    }

    /// Stores a new application; `false` when its id is taken, and then nothing is changed. When it
    /// returns, the application survives the end of the machine.
    public boolean insert(Application app) {
        ReentrantLock lock = lock(app.key());
        lock.lock();
        try {
            if (summaries.containsKey(app.key())) {
                return false;
            }
            write(app, Durability.MACHINE);
        } finally {
            lock.unlock();
        }
        changed.accept(app);
        return true;
    }

    /// Stores an observed application as it is now, over what was stored of it; one that is the
    /// same already is left. Can be had again, so it is written without forcing the disk.
    public void mirror(Application app) {
        ReentrantLock lock = lock(app.key());
        lock.lock();
        try {
            if (database.get(APPLICATIONS, app.key()).filter(app::equals).isPresent()) {
                return;
            }
            write(app, Durability.PROCESS);
        } finally {
            lock.unlock();
        }
        changed.accept(app);
    }

    /// Removes an observed application that is told elsewhere now.
    public void forget(AppKey key) {
        ReentrantLock lock = lock(key);
        lock.lock();
        try {
            AppSummary known = summaries.get(key);
            if (known == null || !known.observed()) {
                return;
            }
            database.write(
                    Durability.PROCESS,
                    batch -> batch.delete(APPLICATIONS, key).delete(SUMMARIES, key));
            summaries.remove(key);
            live.remove(key);
            byInternalId.remove(known.internalId());
        } finally {
            lock.unlock();
        }
    }

    /// Changes an application by what `change` makes of it as it is now, and returns it; returning
    /// its argument changes nothing. Empty when there is none.
    public Optional<Application> update(AppKey key, UnaryOperator<Application> change) {
        return update(key, Durability.MACHINE, change);
    }

    /// Likewise, for figures that can be had again.
    public Optional<Application> updateFigures(AppKey key, Figures figures, Instant now) {
        return update(
                key,
                Durability.PROCESS,
                app -> app.figures().equals(figures) ? app : app.with(figures, now));
    }

    private Optional<Application> update(
            AppKey key, Durability durability, UnaryOperator<Application> change) {
        ReentrantLock lock = lock(key);
        Application next;
        lock.lock();
        try {
            Optional<Application> current = database.get(APPLICATIONS, key);
            if (current.isEmpty()) {
                return current;
            }
            next = change.apply(current.get());
            if (next.equals(current.get())) {
                return current;
            }
            write(next, durability);
        } finally {
            lock.unlock();
        }
        changed.accept(next);
        return Optional.of(next);
    }

    public Optional<Application> get(AppKey key) {
        return database.get(APPLICATIONS, key);
    }

    public Optional<AppSummary> summary(AppKey key) {
        return Optional.ofNullable(summaries.get(key));
    }

    public Optional<AppKey> find(UUID internalId) {
        return Optional.ofNullable(byInternalId.get(internalId));
    }

    /// Those that have not ended, in no order.
    public List<AppSummary> live() {
        return new ArrayList<>(live.values());
    }

    /// All there are, ended ones too, in no order: a view for statistics that may change while it
    /// is walked.
    public Collection<AppSummary> all() {
        return summaries.values();
    }

    /// @param now counts for the duration of those that run
    public AppPage query(AppQuery query, Instant now) {
        List<AppSummary> found = new ArrayList<>();
        for (AppSummary app : summaries.values()) {
            if (query.matches(app)) {
                found.add(app);
            }
        }
        found.sort(query.sort().order(query.descending(), now));
        int from = Math.min(query.offset(), found.size());
        int to = (int) Math.min((long) from + query.limit(), found.size());
        return new AppPage(found.subList(from, to), found.size());
    }

    private void write(Application app, Durability durability) {
        AppSummary summary = AppSummary.of(app);
        database.write(
                durability,
                batch ->
                        batch.put(APPLICATIONS, app.key(), app).put(SUMMARIES, app.key(), summary));
        remember(summary);
    }

    private void remember(AppSummary summary) {
        summaries.put(summary.key(), summary);
        byInternalId.put(summary.internalId(), summary.key());
        if (summary.state().terminal()) {
            live.remove(summary.key());
        } else {
            live.put(summary.key(), summary);
        }
    }

    private ReentrantLock lock(AppKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    private static final class KeyFormat implements KeyCodec<AppKey> {
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
            return 1;
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
            writeFigures(app.figures(), out);
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
            return new Application(origin, config, readProgress(in), readFigures(in), in.instant());
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
            out.textOrNull(attempt.reason()).textOrNull(attempt.sparkAppId());
        }

        private static Attempt readAttempt(RowReader in) {
            return new Attempt(
                    in.integer(),
                    in.instant(),
                    in.instant(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.instantOrNull(),
                    in.optional(RowReader::integer).orElse(null),
                    in.textOrNull(),
                    in.textOrNull());
        }
    }

    private static void writeFigures(Figures figures, RowWriter out) {
        out.optional(Optional.ofNullable(figures.coreMillis()), (n, row) -> row.number(n));
        out.optional(Optional.ofNullable(figures.costNanos()), (n, row) -> row.number(n));
        out.optional(Optional.ofNullable(figures.efficiency()), (n, row) -> row.decimal(n));
        out.optional(Optional.ofNullable(figures.cpuEfficiency()), (n, row) -> row.decimal(n));
        out.optional(Optional.ofNullable(figures.readBytes()), (n, row) -> row.number(n));
        out.optional(Optional.ofNullable(figures.writtenBytes()), (n, row) -> row.number(n));
        out.optional(Optional.ofNullable(figures.peakMemoryBytes()), (n, row) -> row.number(n));
        out.number(figures.errors()).number(figures.warnings()).number(figures.notices());
    }

    private static Figures readFigures(RowReader in) {
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
            writeFigures(app.figures(), out);
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
                    readFigures(in));
        }
    }
}
