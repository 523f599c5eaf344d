package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.DriverFiguresStore;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.observe.DriverReading;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.OtherDriver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Asks the drivers that others started, and of which nothing else tells, what they have done: a
/// round each quarter of a minute, so many a round, those that were not asked for longest first.
/// One that does not answer keeps what it told before.
final class DriverRounds implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(15);
    static final int MOST_A_ROUND = 50;
    private static final Logger LOG = System.getLogger(DriverRounds.class.getName());
    private static final int AT_ONCE = 8;
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(12);

    private final String beside;
    private final Declarations declarations;
    private final HistoryStore history;
    private final DriverFiguresStore figures;
    private final InstantSource clock;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("driver-", 0).factory());

    /// When each was asked, of those that are there.
    private final Map<String, Instant> asked = new HashMap<>();

    /// @param beside the cluster that they are shown in
    DriverRounds(String beside, Declarations declarations, ClusterParts parts) {
        this.beside = beside;
        this.declarations = declarations;
        this.history = parts.history();
        this.figures = parts.driverFigures();
        this.clock = parts.clock();
    }

    boolean beat() {
        List<OtherDriver> drivers =
                declarations
                        .otherDrivers()
                        .map(Declarations.Others::drivers)
                        .orElse(List.of())
                        .stream()
                        .filter(this::wanted)
                        .toList();
        asked.keySet()
                .retainAll(
                        drivers.stream().map(OtherDriver::sparkAppId).collect(Collectors.toSet()));
        try {
            threads.invokeAll(round(drivers), LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return false; // closing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private List<Callable<Boolean>> round(List<OtherDriver> drivers) {
        Instant now = clock.instant();
        List<Callable<Boolean>> round = new ArrayList<>();
        for (OtherDriver driver : next(drivers, asked)) {
            asked.put(driver.sparkAppId(), now);
            round.add(() -> ask(driver));
        }
        return round;
    }

    /// Those whose turn it is.
    static List<OtherDriver> next(List<OtherDriver> drivers, Map<String, Instant> asked) {
        return drivers.stream()
                .sorted(
                        Comparator.comparing((OtherDriver driver) ->
                                        asked.getOrDefault(driver.sparkAppId(), Instant.EPOCH))
                                .thenComparing(OtherDriver::sparkAppId))
                .limit(MOST_A_ROUND)
                .toList();
    }

    private boolean wanted(OtherDriver driver) {
        return driver.startedAt() != null
                && driver.exit() == null
                && AppIds.validObservedId(driver.sparkAppId())
                && history.namesakes(driver.sparkAppId()).isEmpty();
    }

    private boolean ask(OtherDriver driver) {
        String id = driver.sparkAppId();
        try {
            DriverReading.read(
                            id,
                            declarations.ask(driver, DriverReading.questions(id)),
                            clock.instant())
                    .ifPresent(told -> figures.put(new AppKey(beside, id), told));
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a driver of others was not heard app=" + id, e);
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
