package io.spindrift.history.search;

import io.spindrift.history.SearchQuery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.util.FixedBitSet;

/// Which runs may be shown: those that the facts of a query hold for, started in its time, and with
/// the values that were chosen among the facets.
///
/// A run that fails at one facet only is still counted in that one, so that one can see what
/// choosing another value there would bring.
final class Admission {
    static final int SHOWN = -1;
    private static final int HIDDEN = -2;

    private final RunTable table;
    private final byte[] failsAt;
    private final boolean narrowed;

    /// @param runs that the facts hold for
    /// @param facts whether the query has any: what is known of no run is shown only without
    Admission(RunTable table, FixedBitSet runs, boolean facts, SearchQuery asked) {
        this.table = table;
        this.narrowed =
                facts || !asked.filters().isEmpty() || asked.from() != null || asked.to() != null;
        this.failsAt = new byte[table.size()];
        java.util.Arrays.fill(failsAt, (byte) SHOWN);
        asked.filters().forEach(this::filter);
        long from = asked.from() == null ? Long.MIN_VALUE : asked.from().toEpochMilli();
        long to = asked.to() == null ? Long.MAX_VALUE : asked.to().toEpochMilli();
        for (int run = 0; run < failsAt.length; run++) {
            long started = table.startedAt(run);
            if (!runs.get(run) || started < from || started >= to) {
                failsAt[run] = HIDDEN;
            }
        }
    }

    private void filter(String name, Set<String> chosen) {
        int facet = Searching.FACETS.indexOf(name);
        if (facet < 0) {
            throw new IllegalArgumentException(
                    "there is no facet " + name + "; there are " + Searching.FACETS);
        }
        Set<String> wanted =
                chosen.stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        RunTable.Facet values = table.facet(name);
        BitSet allowed = new BitSet();
        for (int i = 0; i < values.values().size(); i++) {
            if (wanted.contains(values.values().get(i).toLowerCase(Locale.ROOT))) {
                allowed.set(i);
            }
        }
        for (int run = 0; run < failsAt.length; run++) {
            int value = values.valueOf(run);
            if (value < 0 || !allowed.get(value)) {
                failsAt[run] = (byte) (failsAt[run] == SHOWN ? facet : HIDDEN);
            }
        }
    }

    /// Only these of them, from now on.
    void restrict(FixedBitSet runs) {
        for (int run = 0; run < failsAt.length; run++) {
            if (!runs.get(run)) {
                failsAt[run] = HIDDEN;
            }
        }
    }

    /// @param run below zero for one that is not known
    boolean shows(int run) {
        return run < 0 ? !narrowed : failsAt[run] == SHOWN;
    }

    /// Whether it counts at all: shown, or failing at one facet.
    boolean counts(int run) {
        return run >= 0 && failsAt[run] != HIDDEN;
    }

    /// The numbers of the runs that count, where they are few.
    Optional<List<Long>> few(int most) {
        List<Long> numbers = new ArrayList<>();
        for (int run = 0; run < failsAt.length; run++) {
            if (counts(run)) {
                if (numbers.size() == most) {
                    return Optional.empty();
                }
                numbers.add(table.number(run));
            }
        }
        return Optional.of(numbers);
    }

    /// How many of these runs have which value: of each facet, those that pass all the others.
    Map<String, List<Tally>> count(FixedBitSet found) {
        Map<String, List<Tally>> counts = new HashMap<>();
        for (int facet = 0; facet < Searching.FACETS.size(); facet++) {
            RunTable.Facet values = table.facet(Searching.FACETS.get(facet));
            long[] sums = new long[values.values().size()];
            for (int run = 0; run < failsAt.length; run++) {
                boolean passes = failsAt[run] == SHOWN || failsAt[run] == facet;
                if (passes && found.get(run) && values.valueOf(run) >= 0) {
                    sums[values.valueOf(run)]++;
                }
            }
            List<Tally> tallies = new ArrayList<>();
            for (int i = 0; i < sums.length; i++) {
                if (sums[i] > 0) {
                    tallies.add(new Tally(values.values().get(i), sums[i]));
                }
            }
            counts.put(Searching.FACETS.get(facet), tallies);
        }
        return counts;
    }

    record Tally(String value, long count) {}
}
