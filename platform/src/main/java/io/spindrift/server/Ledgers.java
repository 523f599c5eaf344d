package io.spindrift.server;

import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Figures;
import io.spindrift.cost.AppCost;
import io.spindrift.cost.BookedCost;
import io.spindrift.cost.CostLedger;
import io.spindrift.cost.Pricing;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.http.CostSource;
import io.spindrift.observe.Observer;
import io.spindrift.track.StayLedger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What applications came to: containers from `track`, efficiency from history, prices.
final class Ledgers implements CostSource {
    private final ApplicationStore apps;
    private final StayLedger stays;
    private final CostLedger costs;
    private final History history;
    private final Function<String, Pricing> pricings;

    /// @param pricings of a cluster, by its id
    Ledgers(
            ApplicationStore apps,
            StayLedger stays,
            CostLedger costs,
            History history,
            Function<String, Pricing> pricings) {
        this.apps = apps;
        this.stays = stays;
        this.costs = costs;
        this.history = history;
        this.pricings = pricings;
    }

    @Override
    public AppCost cost(Application app, Instant now) {
        @Nullable Double efficiency = run(app).map(run -> value(run.efficiency())).orElse(null);
        return pricings.apply(app.clusterId())
                .price(
                        stays.of(app.key()),
                        efficiency,
                        app.startedAt().orElse(null),
                        app.endedAt().orElse(null),
                        now);
    }

    @Override
    public List<BookedCost> running(Instant now) {
        List<BookedCost> booked = new ArrayList<>();
        for (AppSummary summary : apps.live()) {
            apps.get(summary.key())
                    .ifPresent(app -> booked.addAll(BookedCost.byDay(summary, cost(app, now))));
        }
        return booked;
    }

    /// The figures that lists show, as of now.
    Figures figures(Application app, Instant now) {
        AppCost cost = cost(app, now);
        Optional<AppRun> run = run(app);
        if (run.isEmpty()) {
            return cost.containers().isEmpty() ? Figures.NONE : costOnly(cost);
        }
        return Observer.figures(run.get(), cost.coreMillis(), cost.total().nanos());
    }

    private static Figures costOnly(AppCost cost) {
        return new Figures(
                cost.coreMillis(), cost.total().nanos(), null, null, null, null, null, 0, 0, 0);
    }

    /// Books what an ended application cost; again is no harm.
    void book(Application app, Instant now) {
        AppSummary summary = apps.summary(app.key()).orElseThrow();
        AppCost cost = cost(app, now);
        if (cost.containers().isEmpty()) {
            return;
        }
        Instant end = app.endedAt().orElse(now);
        costs.book(
                BookedCost.byDay(summary, cost),
                BookedCost.whole(summary, cost, LocalDate.ofInstant(end, ZoneOffset.UTC)));
    }

    private Optional<AppRun> run(Application app) {
        return app.progress()
                .lastAttempt()
                .flatMap(attempt -> history.run(new RunId(app.id(), attempt.number())));
    }

    private static @Nullable Double value(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
