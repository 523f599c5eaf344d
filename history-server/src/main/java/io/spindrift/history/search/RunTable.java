package io.spindrift.history.search;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;

/// All runs of one state of the index, numbered from 0, with the values by which answers are
/// counted and narrowed. Some 60 bytes a run.
///
/// Only a run's own document carries these values; its queries, errors and lines carry its number
/// (a hash of its id) and are joined to it here. So a run whose state changes is one small
/// document, not all of its lines again.
final class RunTable {
    private final List<Facet> facets;
    private long[] numbers = new long[16];
    private long[] startedAt = new long[16];
    private int size;
    private int[] slots = new int[0];

    /// @param values of each of [Searching#FACETS], all that there may be
    RunTable(List<List<String>> values) {
        this.facets = values.stream().map(Facet::new).toList();
    }

    int size() {
        return size;
    }

    /// Below zero where the run is not known, as long as only its container logs are.
    int index(long number) {
        int mask = slots.length - 1;
        for (int slot = (int) number & mask; ; slot = (slot + 1) & mask) {
            int index = slots[slot];
            if (index < 0 || numbers[index] == number) {
                return index;
            }
        }
    }

    long number(int index) {
        return numbers[index];
    }

    long startedAt(int index) {
        return startedAt[index];
    }

    Facet facet(String name) {
        return facets.get(Searching.FACETS.indexOf(name));
    }

    FixedBitSet all() {
        FixedBitSet all = new FixedBitSet(Math.max(1, size));
        all.set(0, size);
        return all;
    }

    /// @param valueOf of each facet, below zero for none
    void add(long number, long started, int... valueOf) {
        numbers = ArrayUtil.grow(numbers, size + 1);
        startedAt = ArrayUtil.grow(startedAt, size + 1);
        numbers[size] = number;
        startedAt[size] = started;
        for (int i = 0; i < valueOf.length; i++) {
            facets.get(i).add(size, valueOf[i]);
        }
        size++;
    }

    /// To be called once all are added.
    void arrange() {
        slots = new int[Math.max(2, Integer.highestOneBit(size + 1) << 2)];
        Arrays.fill(slots, -1);
        int mask = slots.length - 1;
        for (int index = 0; index < size; index++) {
            int slot = (int) numbers[index] & mask;
            while (slots[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = index;
        }
    }

    /// One field of all runs: each has one value or none.
    static final class Facet {
        private final List<String> values;
        private int[] valueOf = new int[16];

        Facet(List<String> values) {
            this.values = List.copyOf(values);
        }

        List<String> values() {
            return values;
        }

        /// The place of its value in [#values]; below zero where it has none.
        int valueOf(int run) {
            return valueOf[run];
        }

        private void add(int run, int value) {
            valueOf = ArrayUtil.grow(valueOf, run + 1);
            valueOf[run] = value;
        }
    }
}
