package io.spindrift.history.compare;

import io.spindrift.history.compare.Pair.Match;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds partners by keys, the most telling key first. Ids say nothing across runs: Spark counts
/// them up as work comes.
///
/// Of several with one key the first goes with the first, the second with the second: a loop's
/// rounds, a stream's batches.
final class Pairing<T> {
    private final List<Match> levels;
    private final List<Pair<T>> pairs = new ArrayList<>();

    /// @param levels what a match by each key is called
    Pairing(List<Match> levels) {
        this.levels = List.copyOf(levels);
    }

    /// A candidate; each is only itself, for comparing what it holds would take long.
    static final class Keyed<T> {
        private final T value;
        private final List<String> keys;

        /// @param keys one for each level
        Keyed(T value, List<String> keys) {
            this.value = value;
            this.keys = List.copyOf(keys);
        }
    }

    /// Pairs, then those of base that are left, then those of run.
    List<Pair<T>> pair(List<Keyed<T>> base, List<Keyed<T>> run) {
        Set<Keyed<T>> baseLeft = new LinkedHashSet<>(base);
        Set<Keyed<T>> runLeft = new LinkedHashSet<>(run);
        for (int level = 0; level < levels.size(); level++) {
            match(level, baseLeft, runLeft);
        }
        baseLeft.forEach(each -> pairs.add(new Pair<>(Match.ONLY, each.value, null)));
        runLeft.forEach(each -> pairs.add(new Pair<>(Match.ONLY, null, each.value)));
        return pairs;
    }

    private void match(int level, Set<Keyed<T>> baseLeft, Set<Keyed<T>> runLeft) {
        Map<String, Deque<Keyed<T>>> waiting = new HashMap<>();
        for (Keyed<T> each : baseLeft) {
            waiting.computeIfAbsent(each.keys.get(level), key -> new ArrayDeque<>()).add(each);
        }
        for (Keyed<T> each : List.copyOf(runLeft)) {
            Deque<Keyed<T>> partners = waiting.get(each.keys.get(level));
            if (partners != null && !partners.isEmpty()) {
                Keyed<T> partner = partners.remove();
                pairs.add(new Pair<>(levels.get(level), partner.value, each.value));
                baseLeft.remove(partner);
                runLeft.remove(each);
            }
        }
    }
}
