package io.spindrift.history.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/// All runs of one state of the index, numbered from 0, with the values by which answers are
/// counted and narrowed. Some 60 bytes a run; made once for each state that is searched.
///
/// Only a run's own document carries these values; its queries, errors and lines carry its number
/// (a hash of its id) and are joined to it here. So a run whose state changes is one small
/// document, not all of its lines again.
final class RunTable {
    private final List<Facet> facets = Searching.FACETS.stream().map(Facet::new).toList();
    private long[] numbers = new long[16];
    private long[] startedAt = new long[16];
    private int size;
    private int[] slots = new int[0];

    private RunTable() {}

    static RunTable of(IndexReader reader) throws IOException {
        RunTable table = new RunTable();
        for (LeafReaderContext leaf : reader.leaves()) {
            table.add(leaf.reader());
        }
        table.arrange();
        return table;
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

    long startedAt(int index) {
        return startedAt[index];
    }

    long number(int index) {
        return numbers[index];
    }

    Facet facet(String name) {
        return facets.get(Searching.FACETS.indexOf(name));
    }

    FixedBitSet all() {
        FixedBitSet all = new FixedBitSet(Math.max(1, size));
        all.set(0, size);
        return all;
    }

    private void add(LeafReader leaf) throws IOException {
        PostingsEnum runs =
                leaf.postings(
                        new Term(RunDocuments.KIND, RunDocuments.APPLICATION), PostingsEnum.NONE);
        if (runs == null) {
            return;
        }
        Bits live = leaf.getLiveDocs();
        NumericDocValues number = DocValues.getNumeric(leaf, RunDocuments.NUMBER);
        NumericDocValues started = DocValues.getNumeric(leaf, RunDocuments.AT);
        for (Facet facet : facets) {
            facet.begin(leaf);
        }
        for (int document = runs.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = runs.nextDoc()) {
            if ((live != null && !live.get(document)) || !number.advanceExact(document)) {
                continue;
            }
            numbers = ArrayUtil.grow(numbers, size + 1);
            startedAt = ArrayUtil.grow(startedAt, size + 1);
            numbers[size] = number.longValue();
            startedAt[size] = started.advanceExact(document) ? started.longValue() : 0;
            for (Facet facet : facets) {
                facet.add(size, document);
            }
            size++;
        }
    }

    private void arrange() {
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
        private final String name;
        private final List<String> values = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private int[] valueOf = new int[16];
        private SortedDocValues stored = DocValues.emptySorted();
        private int[] known = new int[0];

        Facet(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        List<String> values() {
            return values;
        }

        /// The place of its value in [#values]; below zero where it has none.
        int valueOf(int run) {
            return valueOf[run];
        }

        private void begin(LeafReader leaf) throws IOException {
            stored = DocValues.getSorted(leaf, name);
            known = new int[stored.getValueCount()];
            Arrays.fill(known, -1);
        }

        private void add(int run, int document) throws IOException {
            valueOf = ArrayUtil.grow(valueOf, run + 1);
            valueOf[run] = stored.advanceExact(document) ? value(stored.ordValue()) : -1;
        }

        private int value(int ordinal) throws IOException {
            if (known[ordinal] < 0) {
                String text = stored.lookupOrd(ordinal).utf8ToString();
                known[ordinal] =
                        numbers.computeIfAbsent(
                                text,
                                each -> {
                                    values.add(each);
                                    return values.size() - 1;
                                });
            }
            return known[ordinal];
        }
    }
}
