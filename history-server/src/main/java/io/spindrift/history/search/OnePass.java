package io.spindrift.history.search;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/// One collector over all segments, one after the other, in the caller's thread.
record OnePass(Collector collector) implements CollectorManager<Collector, Boolean> {
    /// @param searcher one that has no threads of its own
    static void over(IndexSearcher searcher, Query query, Collector collector) throws IOException {
        searcher.search(query, new OnePass(collector));
    }

    @Override
    public Collector newCollector() {
        return collector;
    }

    @Override
    public Boolean reduce(Collection<Collector> collectors) {
        return collectors.size() == 1;
    }
}
