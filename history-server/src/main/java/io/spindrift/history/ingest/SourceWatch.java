package io.spindrift.history.ingest;

import io.spindrift.cloud.CloudException;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.StoredObject;
import io.spindrift.history.RunId;
import io.spindrift.history.store.HistoryStore.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches one source. A pass lists one level of it: names and sizes tell which logs are new or
/// have grown; the folders of rolling logs are listed by who reads them, and never again once read
/// to their end. A pass takes a twentieth of the time at most.
final class SourceWatch {
    private static final System.Logger LOG = System.getLogger(SourceWatch.class.getName());
    private static final int PASS_SHARE = 20;
    private static final Duration PASS_PAUSE_MAX = Duration.ofMinutes(2);
    private static final long ROLLING = -1;

    /// Looks at a log that does not tell its start, until it counts as another's.
    private static final int DOUBTS_MAX = 60;

    final LogSource source;
    private final LogIntake intake;
    private final RunNames names;
    private final Twins twins;
    private final InstantSource clock;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Seen> logs = new HashMap<>();

    /// Those of them that are being read, or stood still: few, and asked after in each beat.
    private final Set<Seen> watched = new LinkedHashSet<>();

    private final PriorityQueue<Seen> waiting =
            new PriorityQueue<>(
                    Comparator.comparing((Seen seen) -> seen.modifiedAt)
                            .thenComparing(seen -> seen.key)
                            .reversed());

    /// Logs whose run is told elsewhere, while it is not over there.
    private final Set<Seen> told = new LinkedHashSet<>();

    /// Looked at again with the next pass.
    private final List<Seen> undecided = new ArrayList<>();

    private Instant nextPass = Instant.EPOCH;
    private @Nullable Instant listedAt;
    private @Nullable String problem;
    private int pass;
    private int failures;

    private enum Stage {
        WAITING,
        FOLLOWED,
        ENDED,
        /// Another log tells its run.
        TOLD
    }

    private static final class Seen {
        final String key;
        final RunId run;
        long sizeBytes;
        Instant modifiedAt;
        Stage stage = Stage.WAITING;
        int pass;

        /// How often it could not be told whether another log tells its run.
        int doubts;

        /// Closed because it stood still; looked at again from this time on.
        @Nullable Instant cutOff;

        Seen(String key, RunId run, long sizeBytes, Instant modifiedAt) {
            this.key = key;
            this.run = run;
            this.sizeBytes = sizeBytes;
            this.modifiedAt = modifiedAt;
        }

        boolean rolling() {
            return sizeBytes == ROLLING;
        }
    }

    SourceWatch(
            LogSource source, LogIntake intake, RunNames names, Twins twins, InstantSource clock) {
        this.source = source;
        this.intake = intake;
        this.names = names;
        this.twins = twins;
        this.clock = clock;
    }

    /// A run with rows, whose log lies here.
    void known(Known run) {
        known.put(source.key(run.log()), run);
    }

    SourceState state() {
        return new SourceState(source.address(), logs.size(), waiting.size(), listedAt, problem);
    }

    /// Lists the source when it is time.
    void look() {
        Instant from = clock.instant();
        if (from.isBefore(nextPass)) {
            return;
        }
        try {
            pass();
            Instant now = clock.instant();
            listedAt = now;
            nextPass = now.plus(pause(Duration.between(from, now).multipliedBy(PASS_SHARE)));
            if (problem != null) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "event logs can be listed again source=" + source.address());
            }
            problem = null;
            failures = 0;
        } catch (CloudException e) {
            failures++;
            nextPass =
                    clock.instant().plus(pause(Duration.ofSeconds(1L << Math.min(10, failures))));
            String message = String.valueOf(e.getMessage());
            if (!message.equals(problem)) {
                problem = message;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event logs not listed, will be tried again source=" + source.address(),
                        e);
            }
        }
    }

    private Duration pause(Duration wanted) {
        Duration most =
                source.every().compareTo(PASS_PAUSE_MAX) > 0 ? source.every() : PASS_PAUSE_MAX;
        Duration least = wanted.compareTo(source.every()) < 0 ? source.every() : wanted;
        return least.compareTo(most) > 0 ? most : least;
    }

    private void pass() {
        pass++;
        waiting.addAll(undecided);
        undecided.clear();
        String after = "";
        do {
            ObjectPage page = source.store().children("", after, ObjectStore.PAGE_MAX);
            for (StoredObject each : page.objects()) {
                if (LogNames.isFile(each.key())) {
                    found(each.key(), each.sizeBytes(), each.modifiedAt());
                }
            }
            for (String each : page.folders()) {
                String key = each.substring(0, each.length() - 1);
                if (LogNames.isRolling(key)) {
                    found(key, ROLLING, Instant.EPOCH);
                }
            }
            after = page.next();
        } while (!after.isEmpty());
        gone();
    }

    private void found(String name, long sizeBytes, Instant modifiedAt) {
        String key = LogNames.whole(name);
        Seen seen = logs.get(key);
        if (seen == null) {
            LogNames.run(LogNames.last(name))
                    .ifPresent(run -> first(key, run, sizeBytes, modifiedAt));
            return;
        }
        if (seen.pass == pass) {
            return; // its twin with `.inprogress` is older
        }
        seen.pass = pass;
        boolean grown = sizeBytes != seen.sizeBytes;
        seen.sizeBytes = sizeBytes;
        seen.modifiedAt = modifiedAt;
        if (grown && seen.stage == Stage.FOLLOWED) {
            intake.wake(seen.run);
        } else if (grown && seen.stage == Stage.ENDED) {
            again(seen);
        }
    }

    private void first(String key, RunId named, long sizeBytes, Instant modifiedAt) {
        Known row = known.remove(key);
        RunId run = row == null ? run(named, key) : row.run();
        Seen seen = new Seen(key, run, sizeBytes, modifiedAt);
        seen.pass = pass;
        logs.put(key, seen);
        if (row != null && row.readToEnd()) {
            seen.stage = Stage.ENDED;
        } else {
            waiting.add(seen);
        }
    }

    private RunId run(RunId named, String key) {
        return twins.isElsewhere(named)
                ? named
                : names.assign(named, source.address(key), source.address());
    }

    /// It has another length than when it was read to its end.
    private void again(Seen seen) {
        intake.forget(seen.run);
        seen.stage = Stage.WAITING;
        seen.cutOff = null;
        waiting.add(seen);
    }

    /// What is no longer there: rows stay. What was being read is closed by who reads it.
    private void gone() {
        logs.values()
                .removeIf(seen -> {
                    if (seen.pass == pass) {
                        return false;
                    }
                    if (seen.stage == Stage.FOLLOWED) {
                        intake.wake(seen.run);
                        return false;
                    }
                    waiting.remove(seen);
                    undecided.remove(seen);
                    told.remove(seen);
                    return true;
                });
        for (Known row : known.values()) {
            if (!row.readToEnd()) {
                intake.follow(row.run(), log(source.key(row.log())));
            }
        }
        known.clear();
    }

    /// Has logs read that wait, the newest first.
    ///
    /// @return how many of `room` were begun, or looked into
    int feed(int room) {
        int begun = 0;
        while (begun < room && !waiting.isEmpty()) {
            Seen seen = waiting.remove();
            switch (twins.judge(seen.run, log(seen.key))) {
                case ALONE -> begin(seen);
                case SAME -> {
                    seen.stage = Stage.TOLD;
                    told.add(seen);
                }
                case OTHER -> apart(seen);
                case UNKNOWN -> doubt(seen);
            }
            begun++;
        }
        return begun;
    }

    private void begin(Seen seen) {
        intake.follow(seen.run, log(seen.key));
        seen.stage = Stage.FOLLOWED;
        watched.add(seen);
    }

    /// Another application has its id.
    private void apart(Seen seen) {
        RunId run = names.apart(seen.run, source.address(seen.key), source.address());
        Seen renamed = new Seen(seen.key, run, seen.sizeBytes, seen.modifiedAt);
        renamed.pass = seen.pass;
        logs.put(seen.key, renamed);
        begin(renamed);
    }

    private void doubt(Seen seen) {
        seen.doubts++;
        if (seen.doubts > DOUBTS_MAX) {
            apart(seen);
        } else {
            undecided.add(seen);
        }
    }

    /// Notes what was read to its end, and closes what stands still for too long.
    void settle() {
        Instant now = clock.instant();
        for (Seen seen : watched) {
            if (seen.stage == Stage.FOLLOWED) {
                followed(seen, now);
            } else if (seen.cutOff != null && now.isAfter(seen.cutOff)) {
                lookAgain(seen, now);
            }
        }
        watched.removeIf(seen -> seen.stage != Stage.FOLLOWED && seen.cutOff == null);
        told.removeIf(this::isTold);
    }

    /// Whether the other has told all of the run; if it ended before that, the log does.
    private boolean isTold(Seen seen) {
        if (!twins.isOver(seen.run)) {
            return false;
        }
        if (twins.isLacking(seen.run)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "what was pushed lacks events, its log is read instead app="
                            + seen.run.appId());
            intake.unfold(seen.run);
            begin(seen);
        }
        return true;
    }

    private void followed(Seen seen, Instant now) {
        LogIntake.Standing standing = intake.standing(seen.run);
        if (standing == null) {
            seen.stage = Stage.ENDED;
        } else if (!standing.modifiedAt().equals(Instant.EPOCH)
                && standing.modifiedAt().plus(source.quiet()).isBefore(now)) {
            seen.modifiedAt = standing.modifiedAt();
            seen.cutOff = now.plus(source.quiet());
            intake.standsStill(seen.run, standing.modifiedAt());
        }
    }

    /// Only what was closed because it stood still is looked at again, ever less often.
    private void lookAgain(Seen seen, Instant now) {
        seen.cutOff = now.plus(source.quiet());
        try {
            if (seen.rolling() && log(seen.key).list().modifiedAt().isAfter(seen.modifiedAt)) {
                again(seen);
            }
        } catch (CloudException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event log not listed, will be tried again log=" + source.address(seen.key),
                    e);
        }
    }

    private EventLog log(String key) {
        return EventLog.in(source.store(), key, source.address(key));
    }
}
