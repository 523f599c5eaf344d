package io.spindrift.history.ingest;

import com.github.luben.zstd.ZstdInputStream;
import io.spindrift.blob.FolderObjectStore;
import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.history.LogFiles;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.KeptLog;
import io.spindrift.history.store.KeptLogStore;
import io.spindrift.history.store.KeptLogStore.Ended;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Event logs put by, in a folder or an object store: each file as one zstd stream, however often
/// Spark flushed it.
///
/// ```
/// <appId>_<attempt>/app-1.zstd
/// <appId>_<attempt>/eventlog_v2_app-1/events_1_app-1.zstd
/// ```
///
/// A log is put by when its row says so, and the row comes last; what a crash left half is written
/// again. Throws what its store throws.
public final class KeptLogs implements LogFiles {
    private static final System.Logger LOG = System.getLogger(KeptLogs.class.getName());

    private final KeptLogStore rows;
    private final ObjectStore store;
    private final LogFiles source;
    private final Path scratch;
    private final @Nullable Path folder;

    /// @param store where logs are put by
    /// @param source finds a log where it was written
    /// @param scratch a folder for one file at a time
    public KeptLogs(KeptLogStore rows, ObjectStore store, LogFiles source, Path scratch) {
        this(rows, store, source, scratch, null);
    }

    private KeptLogs(
            KeptLogStore rows,
            ObjectStore store,
            LogFiles source,
            Path scratch,
            @Nullable Path folder) {
        this.rows = rows;
        this.store = store;
        this.source = source;
        this.scratch = scratch;
        this.folder = folder;
    }

    /// In `kept` and `scratch` of a folder, which is made by [#start].
    public static KeptLogs in(Path data, KeptLogStore rows, LogFiles source) {
        Path folder = data.resolve("kept");
        ObjectStore store = new FolderObjectStore(folder);
        return new KeptLogs(rows, store, source, data.resolve("scratch"), folder);
    }

    /// To be called once, before anything else.
    public void start() {
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        rows.start();
    }

    /// At its source, else as it was put by.
    @Override
    public List<LogPart> of(RunId run, String log) {
        List<LogPart> there = source.of(run, log);
        return there.isEmpty() ? kept(run) : there;
    }

    private List<LogPart> kept(RunId run) {
        return rows.get(run).map(KeptLog::parts).orElse(List.of()).stream()
                .map(this::part)
                .toList();
    }

    private LogPart part(KeptLog.Part part) {
        LogPart.Opener opener = () -> store.read(part.key(), 0, Long.MAX_VALUE);
        return part.unpacked()
                ? new LogPart(
                        part.name(),
                        -1,
                        () -> new ZstdInputStream(new BufferedInputStream(opener.open(), 1 << 16)))
                : new LogPart(part.name(), part.sizeBytes(), opener);
    }

    /// Removes rows that are too old to be read, where their log is here to fold them anew. Between
    /// [#start] and the start of history.
    public void unfoldStale() {
        for (KeptLog log : rows.stale()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "rows are made anew, as theirs are of an earlier version app="
                            + log.run().appId()
                            + " attempt="
                            + log.run().attempt());
            rows.unfold(log.run());
        }
    }

    /// Has those logs read that are here and not in rows, whether rows were too old or a crash came
    /// between. After the start of the intake.
    public void takeUp(HistoryStore history, LogIntake intake) {
        for (KeptLog log : all()) {
            if (!history.readToEnd(log.run())) {
                intake.follow(
                        log.run(), EventLog.in(store, folder(log.run()), log.log()), log.jobId());
                intake.close(log.run(), log.endedAt());
                if (log.outcome() != null) {
                    intake.outcome(log.run(), log.outcome());
                }
                rows.put(log.withVersionsOfNow());
            }
        }
    }

    /// Those that are there, which are of runs that have ended.
    List<KeptLog> all() {
        return rows.kept();
    }

    /// Whether nothing is to be done for this run: it is put by, was let go of, or had no log.
    boolean isSettled(RunId run) {
        return rows.get(run).isPresent();
    }

    Optional<Ended> ended(RunId run) {
        return rows.ended(run);
    }

    void keep(Ended ended) throws IOException {
        List<KeptLog.Part> parts = new ArrayList<>();
        long rawBytes = 0;
        for (LogPart part : source.of(ended.run(), ended.log())) {
            Repacked repacked = Repacked.of(part, scratch);
            try {
                parts.add(put(ended.run(), repacked));
                rawBytes += repacked.rawBytes();
            } finally {
                Files.deleteIfExists(repacked.file());
            }
        }
        rows.put(ended.kept(rawBytes, parts));
    }

    private KeptLog.Part put(RunId run, Repacked repacked) throws IOException {
        String key = folder(run) + "/" + repacked.name();
        Path file = repacked.file();
        long size = Files.size(file);
        store.put(key, new ObjectBody(size, () -> Files.newInputStream(file)));
        String shown = repacked.unpacked() ? repacked.plainName() : repacked.name();
        return new KeptLog.Part(shown, key, size, repacked.unpacked());
    }

    /// Never `.` or `..`, whatever the id.
    private static String folder(RunId run) {
        return run.appId() + "_" + run.attempt();
    }

    /// Lets go of a log, which is not put by again.
    void drop(KeptLog log) {
        rows.put(log.dropped());
        log.parts().forEach(part -> store.delete(part.key()));
    }

    /// Lets go of all that is known of a run's log.
    public void forget(RunId run) {
        rows.get(run).ifPresent(this::drop);
        rows.remove(run);
    }
}
