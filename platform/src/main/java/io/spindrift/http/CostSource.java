package io.spindrift.http;

import io.spindrift.app.Application;
import io.spindrift.cost.AppCost;
import io.spindrift.cost.BookedCost;
import java.time.Instant;
import java.util.List;

/// Prices applications from the lives of their containers.
public interface CostSource {
    /// What it cost, or has cost so far.
    AppCost cost(Application app, Instant now);

    /// What those that have not ended have cost so far, by day.
    List<BookedCost> running(Instant now);
}
