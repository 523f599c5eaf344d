package io.spindrift.history.compare;

import io.spindrift.history.StageRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A stage's name with those of all that it is made of: says what it computes where names alone are
/// all the same.
final class Lineage {
    /// Deeper ancestors tell nothing more, and texts stay short.
    private static final int DEPTH_MAX = 64;

    private final Map<Integer, StageRun> stages = new HashMap<>();
    private final Map<Integer, String> known = new HashMap<>();

    Lineage(List<StageRun> all) {
        all.forEach(stage -> stages.put(stage.id().id(), stage));
    }

    String of(StageRun stage) {
        return of(stage, 0);
    }

    private String of(StageRun stage, int depth) {
        String done = known.get(stage.id().id());
        if (done != null) {
            return done;
        }
        String parents =
                depth >= DEPTH_MAX
                        ? "…"
                        : stage.parentIds().stream()
                                .flatMap(id -> Stream.ofNullable(stages.get(id)))
                                .map(parent -> of(parent, depth + 1))
                                .sorted()
                                .collect(Collectors.joining(","));
        String whole = stage.name() + "(" + digest(parents) + ")";
        known.put(stage.id().id(), whole);
        return whole;
    }

    /// How many stages lie one above the other below this one.
    int depth(StageRun stage) {
        int depth = 0;
        List<StageRun> level = List.of(stage);
        while (!level.isEmpty() && depth < DEPTH_MAX) {
            level =
                    level.stream()
                            .flatMap(each -> each.parentIds().stream())
                            .distinct()
                            .flatMap(id -> Stream.ofNullable(stages.get(id)))
                            .toList();
            depth++;
        }
        return depth;
    }

    /// Keeps a wide graph from growing texts that double at each step.
    private static String digest(String parents) {
        return parents.length() <= 100
                ? parents
                : parents.length() + ":" + Integer.toHexString(parents.hashCode());
    }
}
