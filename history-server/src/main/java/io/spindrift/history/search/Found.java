package io.spindrift.history.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The best documents of one kind, and how many hits there were in all.
final class Found {
    /// @param lines of a document of lines, those that match
    record Document(int id, float score, long at, long lines) {
        /// Whether it comes after another: a worse score, or older, or put earlier.
        static final Comparator<Document> WORST_FIRST =
                Comparator.comparingDouble(Document::score)
                        .thenComparingLong(Document::at)
                        .thenComparing(Comparator.comparingInt(Document::id).reversed());
    }

    private final int most;
    private final PriorityQueue<Document> best = new PriorityQueue<>(Document.WORST_FIRST);
    private long total;

    Found(int most) {
        this.most = most;
    }

    void add(int id, float score, long at, long lines, int hits) {
        total += hits;
        if (best.size() < most) {
            best.add(new Document(id, score, at, lines));
            return;
        }
        Document worst = best.peek();
        if (worst == null) {
            return;
        }
        boolean better =
                score > worst.score()
                        || (score == worst.score()
                                && (at > worst.at() || (at == worst.at() && id < worst.id())));
        if (better) {
            best.poll();
            best.add(new Document(id, score, at, lines));
        }
    }

    long total() {
        return total;
    }

    List<Document> bestFirst() {
        List<Document> sorted = new ArrayList<>(best);
        sorted.sort(Document.WORST_FIRST.reversed());
        return sorted;
    }
}
