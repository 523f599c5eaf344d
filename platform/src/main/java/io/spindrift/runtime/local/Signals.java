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
        long session =
                attempt.driver()
                        .filter(driver -> processes.runs(driver.shimPid(), driver.shimStart()))
                        .map(Records.Began::shimPid)
                        .orElse(0L);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "bash",
                                scripts.resolve("signal.sh").toString(),
                                "KILL",
                                Long.toString(session),
                                attempt.plan().id().toString()));
        if (all) {
            words.add("all");
        }
        run(words);
    }

    private void run(List<String> words) {
        try {
            user.run(words);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words.getFirst(), e);
        }
    }
}
