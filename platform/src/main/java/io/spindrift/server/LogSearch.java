package io.spindrift.server;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.history.LineIntake;
import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.LogPlace;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchIndex;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.Logs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Has the lines of containers' logs found by search: those of applications that run as they are
/// written, those of all others once.
///
/// How far a log was read stands in the index itself, so that a restart goes on there, and an index
/// that was lost is filled again from the logs that are still kept. Not safe for several threads.
final class LogSearch {
    private static final Logger LOG = System.getLogger(LogSearch.class.getName());
    private static final int READ_AT_ONCE = 1 << 20;
    private static final long BYTES_A_BEAT = 8L << 20;
    private static final int LOOKS_A_BEAT = 500;
    private static final int BEATS_A_SWEEP = 15;
    private static final int BEATS_A_COMMIT = 20;

    private final String clusterId;
    private final ApplicationStore apps;
    private final Logs logs;
    private final LineIntake lines;
    private final SearchIndex index;
    private final long bytesOfRunMax;
    private final LineTimes times;

    /// Runs that are being read, and what was read of them.
    private final Map<LaunchId, Reading> open = new HashMap<>();

    /// Applications that ended and whose logs are read.
    private final Set<AppKey> settled = new HashSet<>();

    private final Deque<AppKey> waiting = new ArrayDeque<>();
    private long beats;
    private boolean uncommitted;
    private long left;

    /// @param bytesOfRunMax how much of the logs of one attempt is read; 0 for nothing
    /// @param zone of the times that Spark writes before its lines
    <I extends LineIntake & SearchIndex> LogSearch(
            String clusterId,
            ApplicationStore apps,
            Logs logs,
            I index,
            long bytesOfRunMax,
            ZoneId zone) {
        this.clusterId = clusterId;
        this.apps = apps;
        this.logs = logs;
        this.lines = index;
        this.index = index;
        this.bytesOfRunMax = bytesOfRunMax;
        this.times = new LineTimes(zone);
    }

    private static final class Reading {
        private final Map<String, LogPlace> places = new HashMap<>();
        private final Map<String, Long> sizes = new HashMap<>();

        long bytes() {
            return places.values().stream().mapToLong(LogPlace::offset).sum();
        }
    }

    /// @return whether there is more to read at once
    boolean beat() {
        if (bytesOfRunMax == 0) {
            return false;
        }
        left = BYTES_A_BEAT;
        current().forEach(this::read);
        if (waiting.isEmpty() && beats % BEATS_A_SWEEP == 0) {
            sweep();
        }
        for (int looks = 0; looks < LOOKS_A_BEAT && left > 0 && !waiting.isEmpty(); looks++) {
            read(waiting.pop());
        }
        if (++beats % BEATS_A_COMMIT == 0 && uncommitted) {
            index.commit();
            uncommitted = false;
        }
        return left <= 0 || !waiting.isEmpty();
    }

    /// Those that run, and those that ran when they were last looked at.
    private Set<AppKey> current() {
        Set<AppKey> keys = new HashSet<>();
        open.keySet().forEach(launch -> keys.add(new AppKey(clusterId, launch.appId())));
        apps.live().stream()
                .filter(app -> app.clusterId().equals(clusterId) && app.attempts() > 0)
                .map(AppSummary::key)
                .forEach(keys::add);
        return keys;
    }

    /// The newest first.
    private void sweep() {
        apps.all().stream()
                .filter(app -> app.clusterId().equals(clusterId))
                .filter(app -> app.state().terminal() && !settled.contains(app.key()))
                .sorted((one, two) -> two.createdAt().compareTo(one.createdAt()))
                .map(AppSummary::key)
                .forEach(waiting::add);
    }

    private void read(AppKey key) {
        try {
            Optional<Application> app = apps.get(key);
            if (app.isEmpty()) {
                return;
            }
            boolean over = true;
            for (Attempt attempt : app.get().progress().attempts()) {
                over &= read(app.get(), attempt);
            }
            if (over && app.get().state().terminal()) {
                settled.add(key);
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot put logs into the search index, tried again app=" + key.appId(),
                    e);
        }
    }

    /// @return whether all of it is read, now or before
    private boolean read(Application app, Attempt attempt) {
        LaunchId launch = new LaunchId(app.id(), attempt.number());
        RunId run = new RunId(app.id(), attempt.number());
        if (!open.containsKey(launch)) {
            if (lines.isOver(run)) {
                return true;
            }
            open.put(launch, new Reading());
        }
        Reading reading = open.get(launch);
        boolean ended = !attempt.open() || app.state().terminal();
        boolean all = ended;
        Instant at =
                attempt.driverStartedAt() == null
                        ? attempt.admittedAt()
                        : attempt.driverStartedAt();
        for (LogFile file : logs.list(launch)) {
            all &= read(run, file, reading, at) && !file.live();
        }
        if (all) {
            lines.over(run);
            uncommitted = true;
            open.remove(launch);
        }
        return all;
    }

    /// @return whether all that is there now, and is to be read, was
    private boolean read(RunId run, LogFile file, Reading reading, Instant at) {
        String container = file.container().name();
        String stream = file.stream().text();
        String name = container + "/" + stream;
        Long seen = reading.sizes.get(name);
        if (seen != null && seen == file.sizeBytes() && file.live()) {
            return true;
        }
        LogPlace place =
                reading.places.computeIfAbsent(name, each -> lines.next(run, container, stream));
        while (left > 0) {
            if (reading.bytes() >= bytesOfRunMax) {
                return true;
            }
            Optional<LogChunk> chunk = chunk(file, place.offset());
            if (chunk.isEmpty() || chunk.get().bytes().length == 0) {
                break;
            }
            LogPlace from = new LogPlace(chunk.get().offset(), place.line());
            boolean atEnd = chunk.get().nextOffset() >= file.sizeBytes();
            LineCutter cut =
                    LineCutter.cut(chunk.get().bytes(), from, atEnd, atEnd && !chunk.get().live());
            for (LineCutter.Piece piece : cut.pieces()) {
                Instant written = times.newest(piece.lines(), at);
                lines.put(
                        new LogLines(run, container, stream, piece.from(), piece.lines(), written));
                uncommitted = true;
            }
            left -= chunk.get().bytes().length;
            place = cut.next();
            reading.places.put(name, place);
            if (atEnd) {
                reading.sizes.put(name, file.sizeBytes());
                return true;
            }
        }
        return left > 0;
    }

    /// A log lies in several files, and the end of one is mostly within a line: so what follows
    /// without a gap is one chunk.
    private Optional<LogChunk> chunk(LogFile file, long offset) {
        Optional<LogChunk> first = read(file, offset, READ_AT_ONCE);
        if (first.isEmpty()) {
            return first;
        }
        LogChunk chunk = first.get();
        while (chunk.bytes().length > 0
                && chunk.bytes().length < READ_AT_ONCE
                && chunk.nextOffset() < file.sizeBytes()) {
            Optional<LogChunk> next =
                    read(file, chunk.nextOffset(), READ_AT_ONCE - chunk.bytes().length);
            if (next.isEmpty()
                    || next.get().bytes().length == 0
                    || next.get().offset() != chunk.nextOffset()) {
                break;
            }
            chunk = joined(chunk, next.get());
        }
        return Optional.of(chunk);
    }

    private Optional<LogChunk> read(LogFile file, long offset, int bytes) {
        return logs.read(file.id(), file.container(), file.stream(), offset, bytes);
    }

    private static LogChunk joined(LogChunk one, LogChunk two) {
        byte[] bytes = Arrays.copyOf(one.bytes(), one.bytes().length + two.bytes().length);
        System.arraycopy(two.bytes(), 0, bytes, one.bytes().length, two.bytes().length);
        return new LogChunk(one.offset(), bytes, two.live());
    }
}
