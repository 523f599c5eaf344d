package io.spindrift.cost;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A day's share of an application's cost, with all that costs are grouped by.
public record BookedCost(
        AppKey app,
        @Nullable String jobId,
        String user,
        String sparkVersion,
        Map<String, String> labels,
        DayShare share) {
    public BookedCost {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(sparkVersion, "sparkVersion");
        labels = Map.copyOf(labels);
        Objects.requireNonNull(share, "share");
    }

    public LocalDate day() {
        return share.day();
    }

    /// Booked to the days on which it arose.
    public static List<BookedCost> byDay(AppSummary app, AppCost cost) {
        List<BookedCost> booked = new ArrayList<>();
        for (DayShare share : cost.days()) {
            booked.add(of(app, share));
        }
        return booked;
    }

    /// Booked as a whole to one day: that on which it finished.
    public static BookedCost whole(AppSummary app, AppCost cost, LocalDate day) {
        DayShare sum = new DayShare(day, 0, 0, 0, 0);
        for (DayShare share : cost.days()) {
            sum = sum.plus(share);
        }
        return of(app, sum);
    }

    private static BookedCost of(AppSummary app, DayShare share) {
        return new BookedCost(
                app.key(), app.jobId(), app.user(), app.sparkVersion(), app.labels(), share);
    }
}
