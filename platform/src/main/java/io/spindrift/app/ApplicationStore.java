package io.spindrift.app;

import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// All applications. Safe for many threads: changes to one application follow each other.
///
/// What lists need is kept in memory, too.
public final class ApplicationStore {
    private static final int STRIPES = 64;

    /// Pages this far down are found by sorting all.
    private static final int TOP_MOST = 10_000;

    private final AppRowStore rows;
    private final Consumer<Application> changed;
    private final Map<AppKey, AppSummary> summaries = new ConcurrentHashMap<>();
    private final Map<AppKey, AppSummary> live = new ConcurrentHashMap<>();
    private final Map<UUID, AppKey> byInternalId = new ConcurrentHashMap<>();
    private final JobRuns runs = new JobRuns();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /// @param changed told of each application that was made or changed, after it was written; it
    ///   must return at once
    public ApplicationStore(Database database, Consumer<Application> changed) {
        this.rows = new AppRowStore(database);
        this.changed = changed;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /// Reads the summaries; once, before anything else.
    public void start() {
        rows.eachSummary(this::remember);
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
            if (rows.get(app.key()).filter(app::equals).isPresent()) {
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
            rows.delete(key);
            summaries.remove(key);
            live.remove(key);
            byInternalId.remove(known.internalId());
            runs.remove(known);
        } finally {
            lock.unlock();
        }
    }

    /// Changes an application by what `change` makes of it as it is now, and returns it; returning
    /// its argument changes nothing. Empty when there is none.
    public Optional<Application> update(AppKey key, UnaryOperator<Application> change) {
        return update(key, Durability.MACHINE, change);
    }

    /// Likewise, but survives the end of the machine only after the next [#sync]: for changes of
    /// many at once, none of which has an effect before.
    public Optional<Application> updateSoon(AppKey key, UnaryOperator<Application> change) {
        return update(key, Durability.PROCESS, change);
    }

    /// When it returns, all changes before it survive the end of the machine.
    public void sync() {
        rows.sync();
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
            Optional<Application> current = rows.get(key);
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
        return rows.get(key);
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

    /// Those of one job, the oldest first.
    public List<AppSummary> ofJob(String jobId) {
        return runs.of(jobId);
    }

    /// Those of its job that were made before it, the newest first; none where it has no job. A
    /// look at the first few of them takes no longer where there are many.
    public Stream<AppSummary> before(AppSummary app) {
        return runs.before(app);
    }

    /// @param now counts for the duration of those that run
    public AppPage query(AppQuery query, Instant now) {
        Comparator<AppSummary> order = query.sort().order(query.descending(), now);
        long last = (long) query.offset() + query.limit();
        int most = last > TOP_MOST ? Integer.MAX_VALUE : (int) last;
        PriorityQueue<AppSummary> first = new PriorityQueue<>(order.reversed());
        int total = 0;
        for (AppSummary app : summaries.values()) {
            if (query.matches(app)) {
                total++;
                keepFirst(first, app, most, order);
            }
        }
        List<AppSummary> found = new ArrayList<>(first);
        found.sort(order);
        int from = Math.min(query.offset(), found.size());
        int to = (int) Math.min(last, found.size());
        return new AppPage(found.subList(from, to), total);
    }

    /// @param first those that come first so far, the last of them on top
    private static void keepFirst(
            PriorityQueue<AppSummary> first,
            AppSummary app,
            int most,
            Comparator<AppSummary> order) {
        if (first.size() == most && order.compare(app, first.element()) < 0) {
            first.remove();
        }
        if (first.size() < most) {
            first.add(app);
        }
    }

    private void write(Application app, Durability durability) {
        AppSummary summary = AppSummary.of(app);
        rows.put(app, summary, durability);
        remember(summary);
    }

    private void remember(AppSummary summary) {
        AppSummary before = summaries.put(summary.key(), summary);
        // An observed application may be told of with another job, or another beginning.
        if (before != null
                && !(Objects.equals(before.jobId(), summary.jobId())
                        && before.createdAt().equals(summary.createdAt()))) {
            runs.remove(before);
        }
        runs.put(summary);
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
}
