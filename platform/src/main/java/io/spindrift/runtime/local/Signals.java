package io.spindrift.runtime.local;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ends processes: of attempts that were ordered to end, and of what drivers left behind.
final class Signals {
    /// After the grace: so long the shims may take to write down how their containers ended.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /// A driver's shim ends what is left of the attempt after about 10 s, unless it is gone itself.
    private static final Duration SHIM_PATIENCE = Duration.ofSeconds(20);

    private final SparkUser user;
    private final ProcFs processes;
    private final Path scripts;

    Signals(SparkUser user, ProcFs processes, Path scripts) {
        this.user = user;
        this.processes = processes;
        this.scripts = scripts;
    }

    /// Does what is due now for an attempt that is not over.
    void carryOn(Attempt attempt, Instant now) {
        Order order = Order.read(attempt.folder().order()).orElse(null);
        Exit driverExit = attempt.exit(ContainerId.DRIVER).orElse(null);
        if (attempt.ended()) {
            clear(attempt, order != null, now);
            return;
        }
        if (driverExit != null) {
            if (now.isAfter(driverExit.at().plus(SHIM_PATIENCE))) {
                kill(attempt, true);
            } else if (order != null && !now.isBefore(order.forceAt())) {
                kill(attempt, false);
            }
            return;
        }
        if (order == null) {
            return;
        }
        Exit stopped = new Exit(now, null, ExitReason.STOPPED, "stopped before it began");
        if (attempt.driver().isEmpty() && !begun(attempt) && attempt.prevent(stopped)) {
            return;
        }
        if (now.isBefore(order.forceAt())) {
            attempt.driver()
                    .filter(driver -> processes.runs(driver.pid(), driver.start()))
                    .ifPresent(driver -> signal("TERM", List.of(driver.pid())));
        } else {
            kill(attempt, now.isAfter(order.forceAt().plus(LAST_WORDS)));
        }
    }

    /// Nothing of it may live once its containers have ended, and only then is it over. While a
    /// driver's shim lives, it sees to that itself, in about 10 s, unless the attempt was ordered
    /// to end. Without it, what writes logs is given the time for the last lines.
    private void clear(Attempt attempt, boolean ordered, Instant now) {
        boolean late = now.isAfter(attempt.endedAt().plus(SHIM_PATIENCE));
        boolean kept = leader(attempt).isPresent();
        if (kept && !ordered && !late) {
            return;
        }
        if (!kept && send("0", attempt, true) == 0) {
            attempt.clear();
        } else {
            kill(attempt, late || (!kept && now.isAfter(attempt.endedAt().plus(LAST_WORDS))));
        }
    }

    void signal(String signal, List<Long> pids) {
        List<String> words = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        run(words);
    }

    static boolean begun(Attempt attempt) {
        return Files.exists(attempt.folder().records(ContainerId.DRIVER).resolve("begun"));
    }

    /// @param all the shims, too, which then write nothing down any more
    private void kill(Attempt attempt, boolean all) {
        send("KILL", attempt, all);
    }

    private Optional<Records.Began> leader(Attempt attempt) {
        return attempt.driver()
                .filter(driver -> processes.runs(driver.shimPid(), driver.shimStart()));
    }

    /// The session of its driver. Its number is not given to another process while any process is
    /// in it, so without a leader it is still known by it.
    private long session(Attempt attempt) {
        return attempt.driver()
                .filter(driver -> driver.bootId().equals(processes.bootId()))
                .filter(driver ->
                        processes
                                .find(driver.shimPid())
                                .map(leader -> leader.start() == driver.shimStart())
                                .orElse(true))
                .map(Records.Began::shimPid)
                .orElse(0L);
    }

    /// @return how many processes there were
    private int send(String signal, Attempt attempt, boolean all) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "bash",
                                scripts.resolve("signal.sh").toString(),
                                signal,
                                Long.toString(session(attempt)),
                                attempt.plan().id().toString()));
        if (all) {
            words.add("all");
        }
        String count = run(words).output().strip();
        if (!count.matches("\\d{1,9}")) {
            throw new UncheckedIOException(new IOException("signal.sh failed: " + count));
        }
        return Integer.parseInt(count);
    }

    private SparkUser.Result run(List<String> words) {
        try {
            return user.run(words);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words.getFirst(), e);
        }
    }
}
