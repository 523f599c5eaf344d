package io.spindrift.history.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;

/// A clause over documents of up to 64 lines: which lines of a document fulfil it, as bits.
///
/// `lost executor` means one line that has both words. With a document for each line, ten million
/// lines are ten million documents; with 64 lines in one, whose words' positions tell their lines,
/// and this arithmetic, they are a sixty-fourth of that, and the answer is the same.
abstract sealed class LineNode {
    private static final int NO_MORE = DocIdSetIterator.NO_MORE_DOCS;

    /// The first document from `target` on that may have such lines.
    abstract int advance(int target) throws IOException;

    /// Of a document that comes after those asked for before.
    abstract long lines(int document) throws IOException;

    /// Whether such a document has any, which may be known without looking where.
    boolean has(int document) throws IOException {
        return lines(document) != 0;
    }

    /// About how many documents there are to look at: what has the fewest is looked at first.
    abstract long cost();

    private static int meet(PostingsEnum[] all, int target) throws IOException {
        int document = target;
        for (int i = 0; i < all.length && document != NO_MORE; i++) {
            int there = to(all[i], document);
            if (there > document) {
                document = there;
                i = -1;
            }
        }
        return document;
    }

    private static int to(PostingsEnum postings, int target) throws IOException {
        return postings.docID() < target ? postings.advance(target) : postings.docID();
    }

    static final class None extends LineNode {
        @Override
        int advance(int target) {
            return NO_MORE;
        }

        @Override
        long lines(int document) {
            return 0;
        }

        @Override
        long cost() {
            return 0;
        }
    }

    /// Every line there is.
    static final class All extends LineNode {
        private final PostingsEnum documents;
        private final NumericDocValues counts;

        All(PostingsEnum documents, NumericDocValues counts) {
            this.documents = documents;
            this.counts = counts;
        }

        @Override
        int advance(int target) throws IOException {
            return to(documents, target);
        }

        @Override
        long lines(int document) throws IOException {
            if (!counts.advanceExact(document)) {
                return 0;
            }
            long count = counts.longValue();
            return count >= Long.SIZE ? -1 : (1L << count) - 1;
        }

        @Override
        long cost() {
            return documents.cost();
        }
    }

    /// Every line of some runs.
    static final class OfRuns extends LineNode {
        private final All all;
        private final NumericDocValues numbers;
        private final RunTable table;
        private final FixedBitSet runs;

        OfRuns(All all, NumericDocValues numbers, RunTable table, FixedBitSet runs) {
            this.all = all;
            this.numbers = numbers;
            this.table = table;
            this.runs = runs;
        }

        @Override
        int advance(int target) throws IOException {
            return all.advance(target);
        }

        @Override
        long lines(int document) throws IOException {
            if (!numbers.advanceExact(document)) {
                return 0;
            }
            int run = table.index(numbers.longValue());
            return run >= 0 && runs.get(run) ? all.lines(document) : 0;
        }

        @Override
        long cost() {
            return all.cost();
        }
    }

    static final class Word extends LineNode {
        private final PostingsEnum postings;

        Word(PostingsEnum postings) {
            this.postings = postings;
        }

        @Override
        int advance(int target) throws IOException {
            return to(postings, target);
        }

        @Override
        boolean has(int document) throws IOException {
            return to(postings, document) == document;
        }

        @Override
        long lines(int document) throws IOException {
            if (to(postings, document) != document) {
                return 0;
            }
            long lines = 0;
            for (int left = postings.freq(); left > 0; left--) {
                lines |= 1L << LineTokens.line(postings.nextPosition());
            }
            return lines;
        }

        @Override
        long cost() {
            return postings.cost();
        }
    }

    /// Words side by side.
    static final class Phrase extends LineNode {
        /// The rarest first, each with its place among the words.
        private final PostingsEnum[] words;

        private final int[] places;
        private int[] begins = new int[16];
        private int count;

        Phrase(List<PostingsEnum> inOrder) {
            List<Integer> rarestFirst =
                    IntStream.range(0, inOrder.size())
                            .boxed()
                            .sorted(Comparator.comparingLong(i -> inOrder.get(i).cost()))
                            .toList();
            words = rarestFirst.stream().map(inOrder::get).toArray(PostingsEnum[]::new);
            places = rarestFirst.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        int advance(int target) throws IOException {
            return meet(words, target);
        }

        @Override
        long cost() {
            return words[0].cost();
        }

        @Override
        long lines(int document) throws IOException {
            for (PostingsEnum word : words) {
                if (to(word, document) != document) {
                    return 0;
                }
            }
            begin(words[0], places[0]);
            for (int i = 1; i < words.length && count > 0; i++) {
                follow(words[i], places[i]);
            }
            long lines = 0;
            for (int i = 0; i < count; i++) {
                lines |= 1L << LineTokens.line(begins[i] + places[0]);
            }
            return lines;
        }

        private void begin(PostingsEnum first, int place) throws IOException {
            count = first.freq();
            if (begins.length < count) {
                begins = new int[count * 2];
            }
            for (int i = 0; i < count; i++) {
                begins[i] = first.nextPosition() - place;
            }
        }

        /// Keeps the beginnings from which this word stands at its place.
        private void follow(PostingsEnum word, int place) throws IOException {
            int kept = 0;
            int at = 0;
            for (int left = word.freq(); left > 0 && at < count; left--) {
                int wanted = word.nextPosition() - place;
                while (at < count && begins[at] < wanted) {
                    at++;
                }
                if (at < count && begins[at] == wanted) {
                    begins[kept++] = begins[at++];
                }
            }
            count = kept;
        }
    }

    static final class Both extends LineNode {
        private final LineNode[] all;
        private final LineNode[] without;

        /// @param all at least one
        Both(List<LineNode> all, List<LineNode> without) {
            this.all =
                    all.stream()
                            .sorted(Comparator.comparingLong(LineNode::cost))
                            .toArray(LineNode[]::new);
            this.without = without.toArray(LineNode[]::new);
        }

        @Override
        int advance(int target) throws IOException {
            int document = target;
            for (int i = 0; i < all.length && document != NO_MORE; i++) {
                int there = all[i].advance(document);
                if (there > document) {
                    document = there;
                    i = -1;
                }
            }
            return document;
        }

        @Override
        long cost() {
            return all[0].cost();
        }

        @Override
        long lines(int document) throws IOException {
            long lines = -1;
            for (LineNode each : all) {
                lines &= each.lines(document);
                if (lines == 0) {
                    return 0;
                }
            }
            for (LineNode each : without) {
                lines &= ~each.lines(document);
            }
            return lines;
        }
    }

    static final class Either extends LineNode {
        private final LineNode[] any;
        private final int[] at;

        Either(List<LineNode> any) {
            this.any = any.toArray(LineNode[]::new);
            this.at = new int[any.size()];
            Arrays.fill(at, -1);
        }

        @Override
        int advance(int target) throws IOException {
            int first = NO_MORE;
            for (int i = 0; i < any.length; i++) {
                if (at[i] < target) {
                    at[i] = any[i].advance(target);
                }
                first = Math.min(first, at[i]);
            }
            return first;
        }

        @Override
        long cost() {
            return Arrays.stream(any).mapToLong(LineNode::cost).sum();
        }

        @Override
        long lines(int document) throws IOException {
            long lines = 0;
            for (int i = 0; i < any.length; i++) {
                if (at[i] <= document) {
                    lines |= any[i].lines(document);
                }
            }
            return lines;
        }
    }
}
