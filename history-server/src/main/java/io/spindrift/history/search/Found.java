package io.spindrift.history.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The best documents of one kind, and how many hits there were in all: counted to the end where
/// they are few, else to a bound, for nobody needs to know whether there are two or three million.
final class Found {
    /// @param lines of a document of lines, those that match
    record Document(int id, float score, long at, long lines) {
        /// Whether it comes after another: a worse score, or older, or put earlier.
        static final Comparator<Document> WORST_FIRST =
                Comparator.comparingDouble(Document::score)
                        .thenComparingLong(Document::at)
                        .thenComparing(Comparator.comparingInt(Document::id).reversed());
    }

    /// Up to so many are always counted.
    static final long COUNTED_MAX = 100_000;

    private final int most;
    private final long counted;
    private final PriorityQueue<Document> best = new PriorityQueue<>(Document.WORST_FIRST);
    private long total;
    private boolean exact = true;

    private Found(int most, long counted) {
        this.most = most;
        this.counted = counted;
    }

    static Found best(int most) {
        return new Found(most, COUNTED_MAX);
    }

    /// Where only runs matter that have a hit.
    static Found none() {
        return new Found(0, 0);
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

    /// Whether hits of this time would change nothing: neither what is shown nor the number that is
    /// told. Of equal times what was looked at first stays.
    boolean hasEnough(long at) {
        if (total < counted || best.size() < most) {
            return false;
        }
        Document worst = best.peek();
        return worst == null || at <= worst.at();
    }

    /// Notes that there may have been more.
    void leaveOut() {
        exact = false;
    }

    long total() {
        return exact ? total : Math.min(total, counted);
    }

    /// Whether there are no more than [#total].
    boolean exact() {
        return exact;
    }

    List<Document> bestFirst() {
        List<Document> sorted = new ArrayList<>(best);
        sorted.sort(Document.WORST_FIRST.reversed());
        return sorted;
    }
}
