package io.spindrift.track;

import io.spindrift.app.AppKey;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the containers of a sighting into stays. A stay that has ended never changes.
final class Stays {
    private Stays() {}

    /// The stays of one attempt that are new or changed.
    ///
    /// @param known those stored of the application so far, of any attempt
    /// @param sighting null when nothing of the attempt is to be seen any more
    static List<Stay> changed(
            AppKey app, int attempt, List<Stay> known, @Nullable Sighting sighting, Instant now) {
        Map<String, Stay> stored = new HashMap<>();
        for (Stay stay : known) {
            if (stay.attempt() == attempt) {
                stored.put(stay.container(), stay);
            }
        }
        List<Stay> changed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Container> containers = sighting == null ? List.of() : sighting.containers();
        for (Container container : containers) {
            seen.add(container.id().name());
            Stay before = stored.get(container.id().name());
            if (before == null || before.endedAt() == null) {
                Stay stay = stay(app, attempt, container);
                if (!stay.equals(before)) {
                    changed.add(stay);
                }
            }
        }
        for (Stay stay : stored.values()) {
            if (stay.endedAt() == null && !seen.contains(stay.container())) {
                changed.add(stay.ended(now, null, "it is gone without a trace"));
            }
        }
        return changed;
    }

    private static Stay stay(AppKey app, int attempt, Container container) {
        Stay stay =
                new Stay(
                        app,
                        attempt,
                        container.id().name(),
                        container.host(),
                        container.cores(),
                        container.memoryMib(),
                        container.startedAt(),
                        null,
                        null,
                        null);
        Exit exit = container.exit();
        return exit == null ? stay : stay.ended(exit.at(), exit.code(), exit.message());
    }
}
